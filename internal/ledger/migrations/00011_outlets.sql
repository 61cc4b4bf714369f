-- +goose Up

-- What an outlet put out, and its notices that take something back.
CREATE INDEX shape_outlet ON shape (outlet, retracts);
