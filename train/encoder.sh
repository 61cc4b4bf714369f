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
# First without Universal NER, to be scored on it; then with fewer parts hidden from
# the network; last with it, and with the articles as the second's own trees have them
# where it is sure.
fine() { # OUTPUT SEED, then what else the run needs
  local out=$1 seed=$2
  shift 2
  [ -f "$WORK/$out.pt.done" ] || "$PYTHON" train/encoder.py "$WORK/data" "$WORK/$out.bin.gz" --save "$WORK/$out.pt" --seed "$seed" "$@" 2>&1 | tee "$WORK/$out.log"
  touch "$WORK/$out.pt.done"
}
more=(--steps 1300 --warm 50 --drop 0.15 --letter-drop 0.08 --tokens 2000 --name-tokens 800 --average 0.997)
fine first 1 --without uner --towers "$WORK/towers.pt"
fine second 2 --without uner --resume "$WORK/first.pt" --rate 1.5e-3 --tower-rate 0.6 "${more[@]}"
fine third 3 --silver attr.train --resume "$WORK/second.pt" --rate 1.2e-3 --tower-rate 0.8 "${more[@]}"
cp "$WORK/third.bin.gz" internal/reading/encoder/weights.bin.gz
