"""Teaches the encoder's table and towers the language: each tower foretells the next word on its way (Peters et al. 2018).

The forward tower runs on one core and the backward tower on another; the loss is a softmax over the words of the batch and
sampled ones, corrected for how likely each is drawn (Jean et al. 2015).
"""

import argparse
import math
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from layers import Arrays, Batch, Table, Tower, starts


class Output(nn.Module):
    """The table of output words, of which a step sees some rows."""

    def __init__(self, words, h, rng):
        super().__init__()
        self.rows = (rng.standard_normal((words, h + 1)) * 0.02).astype(np.float32)
        self.m, self.v = np.zeros_like(self.rows), np.zeros_like(self.rows)

    def step(self, chosen, grad, rate):
        m = self.m[chosen] * 0.9 + 0.1 * grad
        v = self.v[chosen] * 0.98 + 0.02 * grad * grad
        self.m[chosen], self.v[chosen] = m, v
        self.rows[chosen] -= rate * m / (np.sqrt(v) + 1e-8)


class Text:
    """Raw text in batches of sentences of like length, sources weighted."""

    weights = {"gmb_voa": 3, "wikipedia_current_events": 5, "train": 3, "un_general_debate_2012_2024": 0.5, "us_government": 0.4, "un_security_council": 0.4}

    def __init__(self, arrays, tokens, seed):
        self.len = arrays.read("raw.len", np.uint16).astype(np.int64)
        self.at = np.concatenate([[0], np.cumsum(self.len)])
        self.form = arrays.read("raw.form", np.int32)
        source = arrays.read("raw.source", np.uint8)
        self.weight = np.array([self.weights.get(s, 1) for s in arrays.about["sources"]])[source]
        self.tokens, self.rng = tokens, np.random.default_rng(seed)

    def epoch(self):
        w = self.weight
        times = np.floor(w).astype(int) + (self.rng.random(len(w)) < w % 1)
        order = np.repeat(np.arange(len(w)), times)
        self.rng.shuffle(order)
        pool = 200_000  # sentences sorted by length at a time
        for k in range(0, len(order), pool):
            part = order[k : k + pool]
            part = part[np.argsort(self.len[part] + self.rng.random(len(part)), kind="stable")]
            ends = np.cumsum(self.len[part]) // self.tokens
            groups = np.split(part, np.nonzero(np.diff(ends))[0] + 1)
            self.rng.shuffle(groups)
            for g in groups:
                yield self.batch(g)

    def batch(self, chosen):
        tokens = np.concatenate([np.arange(self.at[i], self.at[i + 1]) for i in chosen])
        at = starts(self.len[chosen])
        return Batch(at, self.form[tokens], np.zeros(len(tokens) + 1, np.int32), np.zeros(1, np.int32))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data")
    a.add_argument("out")
    a.add_argument("--steps", type=int, default=14000)
    a.add_argument("--tokens", type=int, default=2048)
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--negatives", type=int, default=500)
    a.add_argument("--width", type=int, default=128)
    a.add_argument("--hidden", type=int, default=256)
    a.add_argument("--depth", type=int, default=3)
    a.add_argument("--seed", type=int, default=1)
    o = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(o.seed)
    rng = np.random.default_rng(o.seed)
    arrays = Arrays(o.data)
    table = Table(arrays, o.width, rng)
    norm = nn.LayerNorm(o.width)
    towers = [Tower(o.width, o.hidden, o.depth, back) for back in (False, True)]
    words = arrays.about["words"]
    outputs = [Output(words + 2, o.hidden, rng) for _ in towers]  # the last two: unknown, and the sentence's edge
    optimiser = torch.optim.AdamW([p for m in [norm, *towers] for p in m.parameters()], lr=o.rate, betas=(0.9, 0.98), weight_decay=0.01)
    text = Text(arrays, o.tokens, o.seed)
    counts = np.bincount(np.where(arrays.word[text.form] < 0, words, arrays.word[text.form]), minlength=words + 2).astype(np.float64)
    counts[words + 1] = len(text.len)
    unigram = counts / counts.sum()
    draw = counts**0.75 / (counts**0.75).sum()
    cumulative = np.cumsum(draw)

    def run(k, x, b, out):
        """One tower: its loss, the gradients of its input and of its output rows."""
        word = arrays.word[b.form]
        word = np.where(word < 0, words, word)
        target = np.full(b.n, words + 1)
        inside = np.ones(b.n, bool)
        if k == 0:
            target[:-1], inside[b.at[1:] - 1] = word[1:], False
        else:
            target[1:], inside[b.at[:-1]] = word[:-1], False
        target[~inside] = words + 1
        chosen, slot = np.unique(np.concatenate([target, out["negatives"]]), return_inverse=True)
        log_drawn = np.log(-np.expm1(-(o.negatives * draw[chosen] + b.n * unigram[chosen])))
        x = x.detach().requires_grad_()
        rows = torch.from_numpy(outputs[k].rows[chosen]).requires_grad_()
        h = towers[k](x.bfloat16(), b.at, 0.1)
        logits = F.linear(h, rows[:, :-1].bfloat16()).float() + (rows[:, -1] - torch.from_numpy(log_drawn).float())
        loss = F.cross_entropy(logits, torch.from_numpy(slot[: b.n]))
        loss.backward()
        out.update(loss=loss.item(), x=x.grad, chosen=chosen, rows=rows.grad.numpy())

    began, step, seen, sums = time.time(), 0, 0, np.zeros(2)
    while step < o.steps:
        for b in text.epoch():
            rate = o.rate * min(1, (step + 1) / 500) * (0.5 + 0.5 * math.cos(math.pi * step / o.steps)) + 1e-5
            b.drop = (rng.random(b.n) < 0.1).astype(np.uint8)
            e = table.sum(b).requires_grad_()
            x = norm(e)
            outs = [{"negatives": np.minimum(np.searchsorted(cumulative, rng.random(o.negatives)), words + 1)} for _ in towers]
            threads = [threading.Thread(target=run, args=(k, x, b, outs[k])) for k in range(2)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
            x.backward(outs[0]["x"] + outs[1]["x"])
            clip = min(1.0, 1.0 / (float(nn.utils.clip_grad_norm_([p for m in towers for p in m.parameters()], 1.0)) + 1e-6))
            table.back(b, e.grad)
            table.step(rate, clip)
            for k in range(2):
                outputs[k].step(outs[k]["chosen"], outs[k]["rows"] * clip, rate)
                sums[k] += outs[k]["loss"]
            for g in optimiser.param_groups:
                g["lr"] = rate
            optimiser.step()
            optimiser.zero_grad()
            step, seen = step + 1, seen + b.n
            if step % 200 == 0:
                print(f"step {step} loss {sums[0] / 200:.3f} {sums[1] / 200:.3f} tokens/s {seen / (time.time() - began):.0f}", flush=True)
                sums[:] = 0
            if step % 2000 == 0 or step == o.steps:
                torch.save({"table": table.values, "norm": norm.state_dict(), "towers": [t.state_dict() for t in towers], "options": vars(o)}, o.out)
            if step == o.steps:
                break


if __name__ == "__main__":
    main()
