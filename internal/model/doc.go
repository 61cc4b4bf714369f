// Package model holds the linear models of the reading and extraction steps:
// weights over hashed features, how they are trained, stored and asked.
//
// It reads weight files (as bytes, embedded beside the step that asks them)
// and feature hashes, and writes scores. A feature is a [Feature], a hash of
// the number of its template and its values; no text of the training data is
// kept, only 32 bits of each hash. Labels are the only strings in a file.
//
// A step makes one [Linear] per decision, fills a buffer of features per item
// and asks Scores, Best or Probabilities; none of them allocates. [Logistic]
// trains one; a step that trains by a method of its own hands over its
// [Weights]. [Write] stores any number of models in one file.
package model
