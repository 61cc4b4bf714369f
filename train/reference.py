#!/usr/bin/env python3
"""Makes testdata/reference.json.gz for internal/reading/encoder: a small
network with random weights, some sentences as row numbers, and what every head
must say of them. The forward pass is written as plainly as NumPy allows and
shares nothing with the training code, so that both can be held against it.

    reference.py OUTPUT
"""

import base64
import gzip
import json
import struct
import sys

import numpy as np

MAGIC = b"ANNALSNN1\n"
ROWS, WIDTH, HIDDEN, LAYERS, MIXES = 300, 32, 48, 3, 2
HEAD, LEMMA, ARC, REL = 32, 24, 48, 40
LABELS = {
    "upos": ["U%d" % i for i in range(5)],
    "xpos": ["X%d" % i for i in range(9)],
    "feats": ["", "F=1", "F=2", "F=3"],
    "lemma": ["a0+", "l0+", "l1+", "l3+y"],
    "rel": ["root", "nsubj", "obj", "obl", "conj", "punct"],
    "name": ["O"] + [p + "-" + c for c in ("PER", "ORG") for p in "BILU"],
    "attr": ["O", "B-CUE", "I-CUE"],
}


def encode(tensors, labels, config):
    """The bytes of a weight file: tensors by name as int8, float32 or uint32."""
    kinds = {"int8": "i8", "float32": "f32", "uint32": "u32"}
    entries, blobs, offset = [], [], 0
    for name, x in tensors.items():
        entries.append({"name": name, "dtype": kinds[x.dtype.name], "shape": list(x.shape), "offset": offset})
        blob = x.astype(x.dtype.newbyteorder("<")).tobytes()
        blob += bytes(-len(blob) % 64)
        blobs.append(blob)
        offset += len(blob)
    header = json.dumps({"tensors": entries, "config": config, "labels": labels}).encode()
    start = MAGIC + struct.pack("<I", len(header)) + header
    start += bytes(-len(start) % 64)
    return gzip.compress(start + b"".join(blobs), 9, mtime=0)


def random_network(rng):
    t = {}

    def matrix(name, rows, columns, bias=True):
        t[name + ".w"] = rng.integers(-127, 128, (rows, columns)).astype(np.int8)
        t[name + ".w.scale"] = (rng.uniform(1, 2, rows) / (60 * np.sqrt(columns))).astype(np.float32)
        if bias:
            t[name + ".b"] = rng.normal(0, 0.3, rows).astype(np.float32)

    def vector(name, n, mean=0.0):
        t[name] = rng.normal(mean, 0.3, n).astype(np.float32)

    t["emb"] = rng.integers(-127, 128, (ROWS, WIDTH)).astype(np.int8)
    t["emb.scale"] = rng.uniform(0.001, 0.01, ROWS).astype(np.float32)
    vector("norm.gain", WIDTH, 1.0)
    vector("norm.bias", WIDTH)
    for tower in ("fwd", "bwd"):
        matrix(tower + ".1", 4 * HIDDEN, WIDTH)
        for i in range(2, LAYERS + 1):
            matrix("%s.%d" % (tower, i), 3 * HIDDEN, HIDDEN)
    for i in range(1, MIXES + 1):
        for direction in ("fwd", "bwd"):
            matrix("mix.%d.%s" % (i, direction), 3 * HIDDEN, 2 * HIDDEN + (WIDTH if i == 1 else 0))
    for name in ("tag", "name", "attr"):
        matrix("head." + name, HEAD, 2 * HIDDEN)
    matrix("head.lemma", LEMMA, 2 * HIDDEN + WIDTH)
    outputs = [("upos", "upos", HEAD), ("xpos", "xpos", HEAD), ("feats", "feats", HEAD),
               ("label", "name", HEAD), ("attrlabel", "attr", HEAD), ("script", "lemma", LEMMA)]
    for name, labels, width in outputs:
        matrix("head." + name, len(LABELS[labels]), width)
    matrix("arc.dep", ARC, 2 * HIDDEN)
    matrix("arc.head", ARC, 2 * HIDDEN)
    matrix("arc.u", ARC, ARC, bias=False)
    vector("arc.v", ARC)
    vector("arc.root", ARC)
    matrix("rel.dep", REL, 2 * HIDDEN, bias=False)
    matrix("rel.head", REL, 2 * HIDDEN, bias=False)
    vector("rel.b", REL)
    vector("rel.root", REL)
    matrix("rel.out", len(LABELS["rel"]), REL)
    t["words"] = np.sort(rng.integers(0, 2**32, 20, dtype=np.uint32))
    return t


def act(z):
    """z/√(1+z²)"""
    return z / np.sqrt(np.float32(1) + z * z)


class Network:
    def __init__(self, tensors):
        self.t = tensors

    def linear(self, name, x, bias=None):
        """x·Wᵀ + b, the rows of x quantised to 8 bits each by its own scale."""
        w, scale = self.t[name + ".w"], self.t[name + ".w.scale"]
        largest = np.abs(x).max(axis=1, keepdims=True)
        q = np.rint(x * (np.float32(127) / largest)).astype(np.int32)
        y = (q @ w.astype(np.int32).T).astype(np.float32) * (largest / np.float32(127) * scale)
        if bias is None:
            bias = self.t.get(name + ".b", np.float32(0))
        return y + bias

    def embed(self, token, clues):
        row = lambda r: self.t["emb"][r].astype(np.float32) * self.t["emb.scale"][r]
        e = np.zeros(WIDTH, np.float32)
        for r in token["pieces"]:
            e += row(r)
        e *= np.float32(1 / np.sqrt(max(1, len(token["pieces"]))))
        for r in [token["word"]] * (token["word"] >= 0) + [token["shape"]] + (token["clues"] if clues else []):
            e += row(r)
        return e

    def norm(self, x):
        d = x - x.mean(axis=1, keepdims=True)
        return d / np.sqrt((d * d).mean(axis=1, keepdims=True) + np.float32(1e-5)) * self.t["norm.gain"] + self.t["norm.bias"]

    def cell(self, name, x, skip, backward):
        u = self.linear(name, x)
        value, f, r = u[:, :HIDDEN], u[:, HIDDEN : 2 * HIDDEN], u[:, 2 * HIDDEN : 3 * HIDDEN]
        f, r = 0.5 + 0.5 * act(f), 0.5 + 0.5 * act(r)
        if skip is None:
            skip = u[:, 3 * HIDDEN :]
        out, c = np.zeros_like(value), np.zeros(HIDDEN, np.float32)
        for i in range(len(x))[:: -1 if backward else 1]:
            c = f[i] * c + (1 - f[i]) * value[i]
            out[i] = r[i] * act(c) + (1 - r[i]) * skip[i]
        return out

    def forward(self, tokens, heads):
        t = self.t
        form = np.stack([self.embed(token, False) for token in tokens])
        x0 = self.norm(np.stack([self.embed(token, True) for token in tokens]))
        towers = []
        for tower in ("fwd", "bwd"):
            x = self.cell(tower + ".1", x0, None, tower == "bwd")
            for i in range(2, LAYERS + 1):
                x = self.cell("%s.%d" % (tower, i), x, x, tower == "bwd")
            towers.append(x)
        s = np.concatenate(towers + [x0], axis=1)
        for i in range(1, MIXES + 1):
            s = np.concatenate([
                self.cell("mix.%d.fwd" % i, s, s[:, :HIDDEN], False),
                self.cell("mix.%d.bwd" % i, s, s[:, HIDDEN : 2 * HIDDEN], True)], axis=1)
        tag, name, attr = (act(self.linear("head." + h, s)) for h in ("tag", "name", "attr"))
        lemma = act(self.linear("head.lemma", np.concatenate([s, form], axis=1)))
        d, h = act(self.linear("arc.dep", s)), act(self.linear("arc.head", s))
        h = np.concatenate([t["arc.root"][None], h])
        arc = d @ self.linear("arc.u", h).T + h @ t["arc.v"]
        from_head = np.concatenate([t["rel.root"][None], self.linear("rel.head", s)])
        rel = act(self.linear("rel.dep", s, t["rel.b"]) + from_head[heads])
        return {
            "upos": self.linear("head.upos", tag), "xpos": self.linear("head.xpos", tag),
            "feats": self.linear("head.feats", tag), "lemma": self.linear("head.script", lemma),
            "name": self.linear("head.label", name), "attr": self.linear("head.attrlabel", attr),
            "arc": arc, "rel": self.linear("rel.out", rel),
        }


def random_token(rng):
    rows = lambda n: [int(r) for r in rng.integers(0, ROWS, n)]
    return {"word": int(rng.integers(-1, ROWS)), "shape": rows(1)[0],
            "pieces": rows(rng.integers(0, 12)), "clues": rows(rng.integers(0, 5))}


def main(output):
    rng = np.random.default_rng(1)
    network = Network(random_network(rng))
    sentences = []
    for length in (1, 2, 7, 13, 30):
        tokens = [random_token(rng) for _ in range(length)]
        heads = [int(rng.integers(0, length + 1)) for _ in tokens]
        scores = network.forward(tokens, heads)
        sentences.append({"tokens": tokens, "heads": heads} |
                         {k: [[round(float(x), 5) for x in row] for row in v] for k, v in scores.items()})
    file = encode(network.t, LABELS, {"width": WIDTH, "hidden": HIDDEN})
    text = json.dumps({"network": base64.b64encode(file).decode(), "sentences": sentences})
    with open(output, "wb") as out:
        out.write(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
