#!/usr/bin/env bash
# Trains internal/reading/encoder/weights.bin.gz from nothing, on two cores and
# without a GPU: arrays of numbers from the texts, towers that have learnt the
# language, then all heads together. Each step's output stays in WORK and is
# not made again; logs lie beside it. Needs python3 with NumPy and PyTorch (Debian's
# python3-torch and libopenblas0-pthread do), gcc and Go.
#
#   BENCH=../shared/bench WORK=/tmp/encoder train/encoder.sh
set -euo pipefail
cd "$(dirname "$0")/.."
BENCH=${BENCH:-../shared/bench}
WORK=${WORK:-/tmp/encoder}
PYTHON=${PYTHON:-python3}
ner=$BENCH/ner trees=$BENCH/treebanks
mkdir -p "$WORK"

if [ ! -f "$WORK/data/about.json" ]; then
  texts=()
  for t in senate_press_releases_2005_2007 un_general_debate_2012_2024 un_security_council us_government gmb_voa masc wikipedia_current_events; do
    texts+=(--text "$(ls "$BENCH"/text/$t.*)")
  done
  go run ./cmd/annals train encoder "${texts[@]}" --articles "$BENCH/attribution/train.jsonl.gz" \
    --treebank "$trees/en_ewt-train.conllu.gz" --treebank "$trees/en_gum-train.conllu.gz" \
    --dev "$trees/en_ewt-dev.conllu.gz" --dev "$trees/en_gum-dev.conllu.gz" \
    --uner "$ner/uner-ewt-dev.iob2.gz" --wikigold "$ner/wikigold.ccby4.conll.gz" --crossner "$ner/crossner_politics.mit.conll.gz" \
    --re3d "$ner/re3d.open.conll.gz" --gmb "$ner/gmb_voa.publicdomain.conll.gz" --out "$WORK/data" 2>&1 | tee "$WORK/data.log"
fi
if [ ! -f "$WORK/towers.pt.done" ]; then
  "$PYTHON" train/pretrain.py "$WORK/data" "$WORK/towers.pt" --seed 1 2>&1 | tee "$WORK/towers.log"
  touch "$WORK/towers.pt.done"
fi
# First without Universal NER, to be scored on it; then with it, with fewer parts
# hidden from the network, until the loss of the trees is low.
if [ ! -f "$WORK/first.pt.done" ]; then
  "$PYTHON" train/encoder.py "$WORK/data" "$WORK/first.bin.gz" --towers "$WORK/towers.pt" --without uner --save "$WORK/first.pt" --seed 1 2>&1 | tee "$WORK/first.log"
  touch "$WORK/first.pt.done"
fi
"$PYTHON" train/encoder.py "$WORK/data" internal/reading/encoder/weights.bin.gz --resume "$WORK/first.pt" --seed 2 --steps 1300 --rate 1.5e-3 --warm 50 \
  --tower-rate 0.6 --drop 0.15 --letter-drop 0.08 --tokens 2000 --name-tokens 800 --average 0.997 2>&1 | tee "$WORK/second.log"
