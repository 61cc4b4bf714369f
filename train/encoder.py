#!/usr/bin/env python3
"""Trains the shared encoder and its heads on all tasks together and writes the weight file that the program embeds.

    encoder.py DATA OUTPUT --towers TOWERS

DATA is the folder that `annals train encoder` wrote, TOWERS what pretrain.py saved. Two replicas that share their weights
read a batch each on a core of its own; their gradients are added.
"""

import argparse
import math
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from layers import Arrays, Cell, Linear, Table, Tower
from reference import encode

TREES = {"en_ewt-train": 1.0, "en_gum-train": 1.0, "en_ewt-train.upper": 0.05, "en_gum-train.upper": 0.05, "en_ewt-train.lower": 0.1, "en_gum-train.lower": 0.1}
# How often a sentence of each set of names is read in a pass, and what a token of it weighs.
NAMES = {"uner": (3.0, 1.0), "wikigold": (3.0, 1.0), "crossner": (3.0, 1.0), "re3d": (2.0, 0.3), "gmb": (0.5, 0.3),
         "uner.upper": (0.3, 1.0), "wikigold.upper": (0.3, 1.0), "crossner.upper": (0.3, 1.0), "re3d.upper": (0.1, 0.3), "gmb.upper": (0.03, 0.3)}
ATTRIBUTIONS = {"attr.train": 1.0}


def act(z):
    """z/√(1+z²)"""
    return z * torch.rsqrt(1 + z * z)


class Mix(nn.Module):
    """Cells of both directions over what both directions said before."""

    def __init__(self, wide, h):
        super().__init__()
        self.h = h
        self.cells = nn.ModuleList([Cell(wide, h, back, False) for back in (False, True)])

    def forward(self, x, at):
        return torch.cat([c(x, x[:, d * self.h : (d + 1) * self.h], at) for d, c in enumerate(self.cells)], 1)


class Encoder(nn.Module):
    def __init__(self, o, labels):
        super().__init__()
        self.drop, h, d = o.drop, o.hidden, o.width
        self.norm = nn.LayerNorm(d)
        self.towers = nn.ModuleList([Tower(d, h, o.depth, back) for back in (False, True)])
        self.mixes = nn.ModuleList([Mix(2 * h + (d if i == 0 else 0), h) for i in range(o.mixes)])
        s = 2 * h
        self.tag, self.name = Linear(s, o.tag), Linear(s, o.name)
        self.lemma = Linear(s + d, o.lemma)
        self.out = nn.ModuleDict({"upos": Linear(o.tag, len(labels["upos"])), "xpos": Linear(o.tag, len(labels["xpos"])),
                                  "feats": Linear(o.tag, len(labels["feats"])), "lemma": Linear(o.lemma, len(labels["lemma"])),
                                  "name": Linear(o.name, len(labels["name"])), "rel": Linear(o.rel, len(labels["rel"]))})
        self.dep, self.head = Linear(s, o.arc), Linear(s, o.arc)
        self.u = nn.Parameter(torch.randn(o.arc, o.arc) * (0.3 / o.arc**0.5))
        self.v = nn.Parameter(torch.zeros(o.arc))
        self.root = nn.Parameter(torch.randn(o.arc) * 0.1)
        self.rel_dep, self.rel_head = nn.Linear(s, o.rel, bias=False), nn.Linear(s, o.rel, bias=False)
        if o.attr_tokens:
            self.attr, self.out["attr"] = Linear(s, o.attr), Linear(o.attr, len(labels["attr"]))
        self.rel_bias, self.rel_root = nn.Parameter(torch.zeros(o.rel)), nn.Parameter(torch.randn(o.rel) * 0.1)
        for n, m in self.named_modules():
            if isinstance(m, nn.Linear) and not n.startswith(("towers", "mixes")):
                nn.init.normal_(m.weight, 0, m.in_features**-0.5)
                if m.bias is not None:
                    nn.init.zeros_(m.bias)

    def dropout(self, x, p=None):
        return F.dropout(x, self.drop if p is None else p, self.training)

    def encode(self, e, at):
        x = self.norm(e).bfloat16()
        x = self.dropout(x, self.drop / 2)
        s = torch.cat([t(x, at, self.drop / 2) for t in self.towers] + [x], 1)
        for m in self.mixes:
            s = m(self.dropout(s), at)
        return self.dropout(s)

    def tags(self, s, form):
        t = self.dropout(act(self.tag(s)))
        l = self.dropout(act(self.lemma(torch.cat([s, form.bfloat16()], 1))))
        return {k: self.out[k](t).float() for k in ("upos", "xpos", "feats")} | {"lemma": self.out["lemma"](l).float()}

    def labels(self, task, s):
        return self.out[task](self.dropout(act(getattr(self, task)(s)))).float()

    def arcs(self, s, rows):
        """Scores of the arcs, sentences × tokens × heads, head 0 being the root; rows (sentences × longest) are the tokens' rows in s."""
        d, h = self.dropout(act(self.dep(s))), self.dropout(act(self.head(s)))
        d, h = d[rows].float(), h[rows].float()
        h = torch.cat([self.root.expand(len(h), 1, -1), h], 1)
        return d @ (h @ self.u.t()).transpose(1, 2) + (h @ self.v).unsqueeze(1)

    def relations(self, s, heads):
        """Scores of the relations, given each token's head as a row of s, −1 the root."""
        f = torch.cat([self.rel_root.unsqueeze(0), F.linear(s, self.rel_head.weight.bfloat16()).float()])
        r = act(F.linear(s, self.rel_dep.weight.bfloat16()).float() + f[heads + 1] + self.rel_bias)
        return self.out["rel"](self.dropout(r).bfloat16()).float()


def squares(at):
    """The rows of each sentence's tokens, padded with 0, and which of them count."""
    n = np.diff(at)
    rows = np.minimum(at[:-1, None] + np.arange(n.max()), at[-1] - 1)
    return torch.from_numpy(rows.astype(np.int64)), torch.from_numpy(np.arange(n.max()) < n[:, None])


def absolute(at, head):
    """Heads counted from the sentence's first token as 1 → rows of the batch, −1 the root."""
    first = np.repeat(at[:-1], np.diff(at))
    return torch.from_numpy(np.where(head > 0, first + head - 1, -1).astype(np.int64))


class Source:
    """Sets of sentences with one kind of labels, in batches of sentences of like length."""

    def __init__(self, sets, shares, tokens, rng, longest=120):
        self.sets, self.tokens, self.rng = sets, tokens, rng
        self.shares, self.longest = shares, longest
        self.queue = []

    def refill(self):
        for s, share in zip(self.sets, self.shares):
            n = len(s.len)
            times = np.floor(share).astype(int) + (self.rng.random(n) < share % 1)
            order = np.repeat(np.arange(n), times)
            order = order[s.len[order] <= self.longest]
            order = order[np.argsort(s.len[order] + self.rng.random(len(order)) * (2 + s.len[order] / 5), kind="stable")]
            if len(order) == 0:
                continue
            ends = np.cumsum(s.len[order]) // self.tokens
            self.queue += [(s, g) for g in np.split(order, np.nonzero(np.diff(ends))[0] + 1)]
        self.rng.shuffle(self.queue)

    def next(self):
        if not self.queue:
            self.refill()
        s, chosen = self.queue.pop()
        return s, s.batch(chosen)


def read(table, o, b, rng):
    """The embeddings of a batch as leaves: with clues, and the forms alone; and the batch of the latter."""
    if rng is not None:
        letters = rng.random(b.n) < o.letter_drop
        word = letters | (rng.random(b.n) < o.word_drop)
        b.drop = (word | ((rng.random(b.n) < o.clue_drop) << 1) | (letters << 2)).astype(np.uint8)
    e = table.sum(b).requires_grad_()
    form = type(b)(b.at, b.form, b.clue_at, b.clue)
    form.drop = b.drop | 2
    return e, table.sum(form).requires_grad_(), form


def losses(model, o, s, form, parts, doubt):
    """The losses of the batch's parts: trees, names, attributions. With doubt, silver names may be wrong."""
    loss, told, first = 0.0, {}, 0
    for kind, weight, p in parts:
        x = s[first : first + p.n]
        if kind == "trees":
            label = {k: torch.from_numpy(v.astype(np.int64)) for k, v in p.labels.items()}
            for k, z in model.tags(x, form[first : first + p.n]).items():
                told[k] = F.cross_entropy(z, label[k], ignore_index=-1)
                loss = loss + told[k]
            rows, real = squares(p.at)
            arcs = model.arcs(x, rows)
            arcs = arcs.masked_fill(~F.pad(real, (1, 0), value=True).unsqueeze(1), -1e4)
            told["arc"] = F.cross_entropy(arcs[real], label["head"], ignore_index=-1)
            told["rel"] = F.cross_entropy(model.relations(x, absolute(p.at, p.labels["head"])), label["rel"], ignore_index=-1)
            loss = loss + told["arc"] + told["rel"]
        elif kind == "name":
            z = model.labels("name", x)
            sets = torch.from_numpy(p.labels["name"].astype(np.int64))
            allowed = (sets.unsqueeze(1) >> torch.arange(z.shape[1])) & 1 > 0
            if doubt and weight < 1:  # where the model is sure of another label than a silver set's, either is as good
                allowed |= F.softmax(z.detach(), 1) > 0.6
            told["name"] = (torch.logsumexp(z, 1) - torch.logsumexp(z.masked_fill(~allowed, -1e4), 1)).mean()
            loss = loss + o.name_weight * weight * told["name"]
        else:
            told["attr"] = F.cross_entropy(model.labels("attr", x), torch.from_numpy(p.labels["attr"].astype(np.int64)))
            loss = loss + o.attr_weight * told["attr"]
        first += p.n
    return loss, told


class Average:
    """The exponential average of the weights."""

    def __init__(self, model, table, decay):
        self.decay, self.table = decay, table.values.copy()
        self.model = {k: v.detach().clone() for k, v in model.state_dict().items()}

    def update(self, model, table):
        with torch.no_grad():
            for k, v in model.state_dict().items():
                self.model[k].lerp_(v, 1 - self.decay)
        a = torch.from_numpy(self.table)
        a.lerp_(torch.from_numpy(table.values), 1 - self.decay)


def predict(model, table, o, s):
    """Groups of a set's sentences with each token's likeliest labels and how likely they are, heads by themselves rather than as trees."""
    model.eval()
    order = np.argsort(s.len, kind="stable")
    for group in np.array_split(order, max(1, len(order) // 60)):
        with torch.no_grad():
            b = s.batch(group)
            e, form, _ = read(table, o, b, None)
            x = model.encode(e, b.at)
            scores = model.tags(x, form)
            rows, real = squares(b.at)
            arcs = model.arcs(x, rows).masked_fill(~F.pad(real, (1, 0), value=True).unsqueeze(1), -1e4)
            scores["head"] = arcs[real]
            scores["rel"] = model.relations(x, absolute(b.at, scores["head"].argmax(1).numpy()))
            yield group, b, {k: [v.numpy() for v in F.softmax(z, 1).max(1)] for k, z in scores.items()}
    model.train()


def score(model, table, o, s):
    """Accuracies on a treebank."""
    right, n = {}, 0
    for _, b, got in predict(model, table, o, s):
        same = {k: label == b.labels[k] for k, (_, label) in got.items()}
        same["las"] = same["head"] & same.pop("rel")
        for k, v in same.items():
            right[k] = right.get(k, 0) + v.sum()
        n += b.n
    return " ".join(f"{k} {100 * v / n:.2f}" for k, v in right.items())


def label(model, table, o, s, least):
    """Gives a set without labels those that the model is sure of; the others are -1 and no loss is taken there (self-training, Xie et al. 2020)."""
    s.labels = {k: np.full(s.at[-1], -1, np.int16) for k in ("upos", "xpos", "feats", "lemma", "head", "rel")}
    sure = 0
    for group, b, got in predict(model, table, o, s):
        tokens = np.concatenate([np.arange(s.at[i], s.at[i + 1]) for i in group])
        for k, (likely, best) in got.items():
            s.labels[k][tokens] = np.where(likely >= least, best, -1)
        sure += ((got["head"][0] >= least) & (got["rel"][0] >= least)).sum()
    s.labels["rel"][s.labels["head"] < 0] = -1
    print(f"{s.name}: {sure} of {s.at[-1]} tokens have head and relation", flush=True)
    return s


def export(path, arrays, values, model):
    """Writes the weights with 8 bits a number and a scale a row."""
    t = {}

    def quantised(name, w):
        scale = np.maximum(np.abs(w).max(1), 1e-8) / 127
        t[name] = np.rint(w / scale[:, None]).astype(np.int8)
        t[name + ".scale"] = scale.astype(np.float32)

    def linear(name, m, rows=slice(None)):
        quantised(name + ".w", m["weight"].float().numpy()[rows])
        if "bias" in m:
            t[name + ".b"] = m["bias"].float().numpy()[rows]

    def under(prefix):
        return {k[len(prefix) + 1 :]: v for k, v in model.items() if k.startswith(prefix + ".")}

    vector = lambda k: model[k].float().numpy()
    quantised("emb", values)
    t["norm.gain"], t["norm.bias"] = vector("norm.weight"), vector("norm.bias")
    for d, tower in enumerate(("fwd", "bwd")):
        i = 0
        while (m := under(f"towers.{d}.cells.{i}.u")):
            linear(f"{tower}.{i + 1}", m)
            i += 1
    i = 0
    while under(f"mixes.{i}"):
        for d, way in enumerate(("fwd", "bwd")):
            linear(f"mix.{i + 1}.{way}", under(f"mixes.{i}.cells.{d}.u"))
        i += 1
    for ours, theirs in (("tag", "head.tag"), ("name", "head.name"), ("attr", "head.attr"), ("lemma", "head.lemma"), ("dep", "arc.dep"), ("head", "arc.head"),
                         ("rel_dep", "rel.dep"), ("rel_head", "rel.head"), ("out.upos", "head.upos"), ("out.xpos", "head.xpos"), ("out.feats", "head.feats"),
                         ("out.name", "head.label"), ("out.attr", "head.attrlabel"), ("out.lemma", "head.script"), ("out.rel", "rel.out")):
        if m := under(ours):
            linear(theirs, m)
    quantised("arc.u.w", vector("u"))
    t["arc.v"], t["arc.root"], t["rel.b"], t["rel.root"] = vector("v"), vector("root"), vector("rel_bias"), vector("rel_root")
    t["words"] = arrays.read("words", np.uint32)
    hidden = model["towers.0.cells.1.u.weight"].shape[1]
    with open(path, "wb") as f:
        f.write(encode(t, arrays.labels, {"width": values.shape[1], "hidden": hidden}))


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("data")
    a.add_argument("out")
    a.add_argument("--towers", help="what pretrain.py saved")
    a.add_argument("--resume", help="a state that an earlier run saved")
    a.add_argument("--save", help="where to keep the state of the training")
    a.add_argument("--without", action="append", default=[], help="a set to leave out, to be measured on")
    a.add_argument("--silver", action="append", default=[], help="a set without trees, to be read by the resumed model and learnt from")
    a.add_argument("--silver-share", type=float, default=0.25, help="how often a sentence of it is read in a pass")
    a.add_argument("--silver-least", type=float, default=0.8, help="how likely a label must be to be learnt")
    a.add_argument("--steps", type=int, default=1400)
    a.add_argument("--tokens", type=int, default=1600, help="of trees, in a batch of one replica")
    a.add_argument("--name-tokens", type=int, default=1000)
    a.add_argument("--attr-tokens", type=int, default=0, help="of articles with attributions; none by default, and then no head for them")
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--warm", type=int, default=200, help="steps until the rate is whole")
    a.add_argument("--tower-rate", type=float, default=0.4, help="the rate of what was pretrained, as a share")
    a.add_argument("--drop", type=float, default=0.3)
    a.add_argument("--word-drop", type=float, default=0.12)
    a.add_argument("--letter-drop", type=float, default=0.0)
    a.add_argument("--clue-drop", type=float, default=0.1)
    a.add_argument("--name-weight", type=float, default=2.0)
    a.add_argument("--attr-weight", type=float, default=0.5)
    a.add_argument("--average", type=float, default=0.995)
    for k, v in (("width", 128), ("hidden", 256), ("depth", 3), ("mixes", 2), ("tag", 128), ("name", 96), ("attr", 96), ("lemma", 96), ("arc", 192), ("rel", 128)):
        a.add_argument("--" + k, type=int, default=v)
    a.add_argument("--seed", type=int, default=1)
    o = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(o.seed)
    rng = np.random.default_rng(o.seed)
    arrays = Arrays(o.data)
    table = Table(arrays, o.width, rng)
    model = Encoder(o, arrays.labels)
    if o.towers:
        saved = torch.load(o.towers)
        table.values[:] = saved["table"]
        model.norm.load_state_dict(saved["norm"])
        for t, state in zip(model.towers, saved["towers"]):
            t.load_state_dict(state)
    if o.resume:
        saved = torch.load(o.resume)
        table.values[:] = saved["table"]
        model.load_state_dict(saved["model"])
    twin = Encoder(o, arrays.labels)
    for p, q in zip(model.parameters(), twin.parameters()):
        q.data = p.data
    replicas = [model, twin]
    before = [p for n, p in model.named_parameters() if n.startswith(("towers", "norm"))]
    after = [p for n, p in model.named_parameters() if not n.startswith(("towers", "norm"))]
    share = o.tower_rate if o.towers or o.resume else 1.0
    optimiser = torch.optim.AdamW([{"params": before, "share": share}, {"params": after, "share": 1.0}], lr=o.rate, betas=(0.9, 0.98), weight_decay=0.02)
    average = Average(model, table, o.average)
    have = lambda n: (arrays.folder / (n + ".len")).exists() and n.split(".")[0] not in o.without
    sources = []
    silver = [label(model, table, o, arrays.set(n), o.silver_least) for n in o.silver]
    for k in range(2):
        r = np.random.default_rng(o.seed * 10 + k)
        sets = lambda names: [arrays.set(n) for n in names if have(n)]
        sources.append([
            ("trees", Source(sets(TREES) + silver, [v for n, v in TREES.items() if have(n)] + [o.silver_share] * len(silver), o.tokens, r)),
            ("name", Source(sets(NAMES), [v[0] for n, v in NAMES.items() if have(n)], o.name_tokens, r)),
        ])
        if o.attr_tokens:
            sources[k].append(("attr", Source(sets(ATTRIBUTIONS), list(ATTRIBUTIONS.values()), o.attr_tokens, r)))
    dev = [arrays.set(n) for n in ("en_ewt-dev", "en_gum-dev") if have(n)]

    def run(k, out):
        parts = []
        for kind, source in sources[k]:
            s, b = source.next()
            parts.append((kind, NAMES[s.name][1] if kind == "name" else 1.0, b))
        b = parts[0][2]
        for _, _, other in parts[1:]:
            b = b.join(other)
        e, form, bare = read(table, o, b, out["rng"])
        m = replicas[k]
        loss, told = losses(m, o, m.encode(e, b.at), form, parts, out["doubt"])
        loss.backward()
        out.update(told={k: v.item() for k, v in told.items()}, back=[(b, e.grad), (bare, form.grad)], n=b.n)

    rngs = [np.random.default_rng(o.seed * 100 + k) for k in range(2)]
    began, seen, sums = time.time(), 0, {}
    for step in range(1, o.steps + 1):
        rate = o.rate * min(1, step / o.warm) * (0.5 + 0.5 * math.cos(math.pi * step / o.steps)) + 1e-6
        outs = [{"rng": rngs[k], "doubt": bool(o.resume) or step > 0.4 * o.steps} for k in range(2)]
        threads = [threading.Thread(target=run, args=(k, outs[k])) for k in range(2)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        for p, q in zip(model.parameters(), twin.parameters()):
            p.grad.add_(q.grad)
            q.grad = None
        clip = min(1.0, 4.0 / (float(nn.utils.clip_grad_norm_(model.parameters(), 4.0)) + 1e-6))
        for out in outs:
            for b, g in out["back"]:
                table.back(b, g)
            seen += out["n"]
            for k, v in out["told"].items():
                sums[k] = sums.get(k, 0) + v / 2
        table.step(rate * share, clip)
        for g in optimiser.param_groups:
            g["lr"] = rate * g["share"]
        optimiser.step()
        optimiser.zero_grad()
        average.decay = min(o.average, step / (step + 20))
        average.update(model, table)
        if step % 50 == 0:
            print(f"step {step} {seen / (time.time() - began):.0f} tokens/s", " ".join(f"{k} {v / 50:.3f}" for k, v in sums.items()), flush=True)
            sums.clear()
        if step % 200 == 0 or step == o.steps:
            live, rows = {k: v.clone() for k, v in model.state_dict().items()}, table.values
            model.load_state_dict(average.model)
            table.values = average.table
            for s in dev:
                print(f"step {step} {s.name} {score(model, table, o, s)}", flush=True)
            export(o.out, arrays, table.values, model.state_dict())
            if o.save:
                torch.save({"table": table.values, "model": average.model, "options": vars(o)}, o.save)
            model.load_state_dict(live)
            table.values = rows


if __name__ == "__main__":
    main()
