"""The encoder's layers for PyTorch: embedding bags, cells, and the arrays they read.

Tokens of a batch stand one sentence after another without padding; `at` (int32, sentences + 1) says where each begins.
Products run in bfloat16 with float32 sums, weights and updates stay float32.
"""

import ctypes
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Bags(ctypes.Structure):
    _fields_ = [(n, ctypes.c_void_p) for n in ("word", "shape", "piece_at", "piece", "form", "clue_at", "clue", "drop")]


def build():
    """Compiles kernels.c with the machine's compiler and loads it."""
    out = pathlib.Path(tempfile.gettempdir()) / "annals-kernels.so"
    source = pathlib.Path(__file__).with_name("kernels.c")
    if not out.exists() or out.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["gcc", "-O3", "-march=native", "-ffast-math", "-fopenmp-simd", "-shared", "-fPIC", "-o", out, source, "-lm"], check=True)
    return ctypes.CDLL(str(out))


C = build()


def ptr(x):
    if x is None:
        return ctypes.c_void_p(0)
    return ctypes.c_void_p(x.ctypes.data if isinstance(x, np.ndarray) else x.data_ptr())


class Arrays:
    """The arrays that `annals train encoder` wrote."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.about = json.loads((self.folder / "about.json").read_text())
        self.labels = self.about["labels"]
        self.word = self.read("form.word", np.int32)
        self.shape = self.read("form.shape", np.int32)
        self.piece = self.read("form.piece", np.int32)
        self.piece_at = starts(self.read("form.pieces", np.uint8))

    def read(self, name, kind):
        return np.fromfile(self.folder / name, dtype=kind)

    def set(self, name):
        return Set(self, name)


def starts(lengths):
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int32)


class Set:
    """One set of sentences: forms, clues and whatever labels it has."""

    kinds = {"upos": np.int16, "xpos": np.int16, "feats": np.int16, "lemma": np.int16, "rel": np.int16, "head": np.int16, "name": np.uint32, "attr": np.uint8}

    def __init__(self, arrays, name):
        self.name = name
        self.len = arrays.read(name + ".len", np.uint16).astype(np.int32)
        self.at = starts(self.len)
        self.form = arrays.read(name + ".form", np.int32)
        n = len(self.form)
        if (arrays.folder / (name + ".clue")).exists():
            self.clue_at = starts(arrays.read(name + ".clues", np.uint8))
            self.clue = arrays.read(name + ".clue", np.int32)
        else:
            self.clue_at, self.clue = np.zeros(n + 1, np.int32), np.zeros(1, np.int32)
        self.labels = {k: arrays.read(f"{name}.{k}", t) for k, t in self.kinds.items() if (arrays.folder / f"{name}.{k}").exists()}
        doc = arrays.folder / (name + ".doc")
        self.doc = np.fromfile(doc, np.uint16) if doc.exists() else None

    def batch(self, chosen):
        """The tokens of the chosen sentences, one after another."""
        at = starts(self.len[chosen])
        tokens = np.concatenate([np.arange(self.at[i], self.at[i + 1]) for i in chosen])
        counts = self.clue_at[tokens + 1] - self.clue_at[tokens]
        clue_at = starts(counts)
        clue = self.clue[np.repeat(self.clue_at[tokens] - clue_at[:-1], counts) + np.arange(clue_at[-1])] if clue_at[-1] else np.zeros(1, np.int32)
        b = Batch(at, self.form[tokens], clue_at, np.ascontiguousarray(clue, dtype=np.int32))
        b.labels = {k: v[tokens] for k, v in self.labels.items()}
        return b


class Batch:
    def __init__(self, at, form, clue_at, clue):
        self.at, self.form, self.clue_at, self.clue = at, np.ascontiguousarray(form), clue_at, clue
        self.n = len(form)
        self.drop = np.zeros(self.n, np.uint8)

    def join(self, other):
        """The two batches as one, without labels."""
        return Batch(np.concatenate([self.at, other.at[1:] + self.n]), np.concatenate([self.form, other.form]),
                     np.concatenate([self.clue_at, other.clue_at[1:] + self.clue_at[-1]]).astype(np.int32),
                     np.concatenate([self.clue[: self.clue_at[-1]], other.clue[: other.clue_at[-1]], np.zeros(1, np.int32)]).astype(np.int32))


class Table:
    """The table of embeddings with its own updates of single rows."""

    def __init__(self, arrays, width, rng):
        self.arrays = arrays
        self.rows, self.width = arrays.about["rows"], width
        self.values = (rng.standard_normal((self.rows, width)) * 0.1).astype(np.float32)
        self.values[arrays.about["words"] + 256 : arrays.about["words"] + 256 + 640] = 0  # clues begin without effect
        self.reset()

    def reset(self):
        self.grad, self.m, self.v = (np.zeros_like(self.values) for _ in range(3))
        self.touched = np.zeros(self.rows, np.uint8)

    def bags(self, b):
        a = self.arrays
        return Bags(*[x.ctypes.data for x in (a.word, a.shape, a.piece_at, a.piece, b.form, b.clue_at, b.clue, b.drop)])

    def sum(self, b):
        """The sums of the rows of each token, n × width, as a leaf that takes gradients."""
        out = torch.empty(b.n, self.width)
        C.bag(ptr(self.values), ctypes.byref(self.bags(b)), b.n, self.width, ptr(out))
        return out

    def back(self, b, grad):
        grad = grad.contiguous()
        C.bag_back(ptr(self.grad), ptr(self.touched), ctypes.byref(self.bags(b)), b.n, self.width, ptr(grad))

    def step(self, rate, clip=1.0, b1=0.9, b2=0.98):
        C.adam(ptr(self.values), ptr(self.grad), ptr(self.m), ptr(self.v), ptr(self.touched), self.rows, self.width,
               *[ctypes.c_float(x) for x in (rate, b1, b2, clip)])


class Recurrence(torch.autograd.Function):
    """The element-wise part of a cell (Lei et al. 2018, with gates by inverse square root)."""

    @staticmethod
    def forward(ctx, u, skip, at, h, back):
        u = u.contiguous()
        k = u.shape[1] // h
        if k == 3:
            skip = skip.contiguous()
        out = torch.empty(u.shape[0], h, dtype=torch.bfloat16)
        c = torch.empty(u.shape[0], h)
        C.cell(ptr(u), k, ptr(skip if k == 3 else None), h, ptr(at), len(at) - 1, h, int(back), ptr(out), ptr(c))
        ctx.saved, ctx.h, ctx.back = (u, skip, at, c), h, back
        return out

    @staticmethod
    def backward(ctx, g):
        u, skip, at, c = ctx.saved
        g = g.contiguous()
        h, k = ctx.h, u.shape[1] // ctx.h
        du = torch.empty_like(u)
        dskip = torch.empty(u.shape[0], h, dtype=torch.bfloat16) if k == 3 else None
        C.cell_back(ptr(u), k, ptr(skip if k == 3 else None), h, ptr(at), len(at) - 1, h, int(ctx.back), ptr(c), ptr(g), ptr(du), ptr(dskip))
        return du, dskip, None, None, None


class Linear(nn.Linear):
    """A linear map in bfloat16."""

    def forward(self, x):
        return F.linear(x, self.weight.bfloat16(), self.bias.bfloat16())


class Cell(nn.Module):
    """One direction of a layer: `wide` inputs, h outputs; projects its input for the skip where asked to."""

    def __init__(self, wide, h, back, project):
        super().__init__()
        self.h, self.back = h, back
        self.u = Linear(wide, (4 if project else 3) * h)
        nn.init.normal_(self.u.weight, 0, (1.0 / wide) ** 0.5)
        nn.init.zeros_(self.u.bias)

    def forward(self, x, skip, at):
        return Recurrence.apply(self.u(x), skip, at, self.h, self.back)


class Tower(nn.Module):
    """The cells of one direction, which see nothing of the other."""

    def __init__(self, width, h, depth, back):
        super().__init__()
        self.cells = nn.ModuleList([Cell(width if i == 0 else h, h, back, i == 0) for i in range(depth)])

    def forward(self, x, at, drop=0.0):
        for i, cell in enumerate(self.cells):
            if i > 0 and drop:
                x = F.dropout(x, drop, self.training)
            x = cell(x, x, at)
        return x
