// The parts of the encoder's training that PyTorch is slow at on a CPU: sums
// of rows of the embedding table, the recurrence of its cells, and the update
// of rows. Arrays are row-major; bf16 is the upper half of a float32.
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef uint16_t bf16;

static inline float widen(bf16 v) {
    uint32_t u = (uint32_t)v << 16;
    float f;
    memcpy(&f, &u, 4);
    return f;
}

static inline bf16 narrow(float f) { // rounds to nearest, ties to even
    uint32_t u;
    memcpy(&u, &f, 4);
    return (bf16)((u + 0x7fff + ((u >> 16) & 1)) >> 16);
}

// Where the rows of forms and clues lie. Token i has form[i] and the clues
// clue[clue_at[i]:clue_at[i+1]]; drop[i] hides parts: 1 its word,
// 2 its clues, 4 its pieces.
typedef struct {
    const int32_t *word, *shape, *piece_at, *piece; // by form
    const int32_t *form, *clue_at, *clue;           // by token
    const uint8_t *drop;
} Bags;

// bag sums the rows of n tokens: out is n × d.
void bag(const float *table, const Bags *b, int n, int d, float *out) {
    for (int i = 0; i < n; i++) {
        float *o = out + (int64_t)i * d;
        int f = b->form[i], first = b->piece_at[f], last = b->drop[i] & 4 ? first : b->piece_at[f + 1];
        memset(o, 0, sizeof(float) * d);
        for (int k = first; k < last; k++) {
            const float *r = table + (int64_t)b->piece[k] * d;
            for (int j = 0; j < d; j++) o[j] += r[j];
        }
        if (last > first) {
            float s = 1 / sqrtf(last - first);
            for (int j = 0; j < d; j++) o[j] *= s;
        }
        const float *r = table + (int64_t)b->shape[f] * d;
        for (int j = 0; j < d; j++) o[j] += r[j];
        if (b->word[f] >= 0 && !(b->drop[i] & 1)) {
            r = table + (int64_t)b->word[f] * d;
            for (int j = 0; j < d; j++) o[j] += r[j];
        }
        if (b->drop[i] & 2) continue;
        for (int k = b->clue_at[i]; k < b->clue_at[i + 1]; k++) {
            r = table + (int64_t)b->clue[k] * d;
            for (int j = 0; j < d; j++) o[j] += r[j];
        }
    }
}

// bag_back adds to grad, a table, what the sums' gradients out say, and sets
// touched of every row that it added to.
void bag_back(float *grad, uint8_t *touched, const Bags *b, int n, int d, const float *out) {
    for (int i = 0; i < n; i++) {
        const float *o = out + (int64_t)i * d;
        int f = b->form[i], first = b->piece_at[f], last = b->drop[i] & 4 ? first : b->piece_at[f + 1];
        float s = last > first ? 1 / sqrtf(last - first) : 0;
        for (int k = first; k < last; k++) {
            float *r = grad + (int64_t)b->piece[k] * d;
            touched[b->piece[k]] = 1;
            for (int j = 0; j < d; j++) r[j] += s * o[j];
        }
        float *r = grad + (int64_t)b->shape[f] * d;
        touched[b->shape[f]] = 1;
        for (int j = 0; j < d; j++) r[j] += o[j];
        if (b->word[f] >= 0 && !(b->drop[i] & 1)) {
            r = grad + (int64_t)b->word[f] * d;
            touched[b->word[f]] = 1;
            for (int j = 0; j < d; j++) r[j] += o[j];
        }
        if (b->drop[i] & 2) continue;
        for (int k = b->clue_at[i]; k < b->clue_at[i + 1]; k++) {
            r = grad + (int64_t)b->clue[k] * d;
            touched[b->clue[k]] = 1;
            for (int j = 0; j < d; j++) r[j] += o[j];
        }
    }
}

// adam updates the touched rows of a table (Kingma & Ba 2015, without bias
// correction), and clears their gradients and marks.
void adam(float *table, float *grad, float *m, float *v, uint8_t *touched, int rows, int d, float rate, float b1, float b2, float clip) {
    for (int i = 0; i < rows; i++) {
        if (!touched[i]) continue;
        touched[i] = 0;
        float *t = table + (int64_t)i * d, *g = grad + (int64_t)i * d, *mi = m + (int64_t)i * d, *vi = v + (int64_t)i * d;
        for (int j = 0; j < d; j++) {
            float x = g[j] * clip;
            mi[j] = b1 * mi[j] + (1 - b1) * x;
            vi[j] = b2 * vi[j] + (1 - b2) * x * x;
            t[j] -= rate * mi[j] / (sqrtf(vi[j]) + 1e-8f);
            g[j] = 0;
        }
    }
}

// cell runs the recurrence over s sentences; sentence i is the rows at[i] to
// at[i+1]. u is rows × k·h (k is 3 or 4: candidate, forget, reset, and a
// projection); without a projection skip, rows × skip_wide, stands in for it.
// out is rows × h, c (float) the states.
void cell(const bf16 *u, int k, const bf16 *skip, int skip_wide, const int32_t *at, int s, int h, int back, bf16 *out, float *c) {
    float zero[h];
    memset(zero, 0, sizeof zero);
    for (int i = 0; i < s; i++) {
        const float *before = zero;
        int n = at[i + 1] - at[i];
        for (int step = 0; step < n; step++) {
            int64_t t = back ? at[i + 1] - 1 - step : at[i] + step;
            const bf16 *x = u + t * k * h, *f = x + h, *r = f + h, *p = k == 4 ? r + h : skip + t * skip_wide;
            bf16 *o = out + t * h;
            float *now = c + t * h;
            for (int j = 0; j < h; j++) {
                float zf = widen(f[j]), zr = widen(r[j]);
                float gf = 0.5f + 0.5f * zf / sqrtf(1 + zf * zf), gr = 0.5f + 0.5f * zr / sqrtf(1 + zr * zr);
                float v = gf * before[j] + (1 - gf) * widen(x[j]);
                now[j] = v;
                o[j] = narrow(gr * v / sqrtf(1 + v * v) + (1 - gr) * widen(p[j]));
            }
            before = now;
        }
    }
}

// cell_back turns the gradient of out into those of u and, without a
// projection, of skip.
void cell_back(const bf16 *u, int k, const bf16 *skip, int skip_wide, const int32_t *at, int s, int h, int back, const float *c, const bf16 *dout,
               bf16 *du, bf16 *dskip) {
    float zero[h], carry[h];
    memset(zero, 0, sizeof zero);
    for (int i = 0; i < s; i++) {
        int n = at[i + 1] - at[i];
        memset(carry, 0, sizeof carry);
        for (int step = n - 1; step >= 0; step--) {
            int64_t t = back ? at[i + 1] - 1 - step : at[i] + step;
            const float *now = c + t * h, *before = step == 0 ? zero : now + (back ? h : -h);
            const bf16 *x = u + t * k * h, *f = x + h, *r = f + h, *p = k == 4 ? r + h : skip + t * skip_wide, *g = dout + t * h;
            bf16 *dx = du + t * k * h, *df = dx + h, *dr = df + h, *dp = k == 4 ? dr + h : dskip + t * h;
            for (int j = 0; j < h; j++) {
                float zf = widen(f[j]), zr = widen(r[j]), go = widen(g[j]), v = now[j];
                float qf = 1 / sqrtf(1 + zf * zf), qr = 1 / sqrtf(1 + zr * zr), qv = 1 / sqrtf(1 + v * v);
                float gf = 0.5f + 0.5f * zf * qf, gr = 0.5f + 0.5f * zr * qr;
                dr[j] = narrow(go * (v * qv - widen(p[j])) * 0.5f * qr * qr * qr);
                dp[j] = narrow(go * (1 - gr));
                float dc = go * gr * qv * qv * qv + carry[j];
                df[j] = narrow(dc * (before[j] - widen(x[j])) * 0.5f * qf * qf * qf);
                dx[j] = narrow(dc * (1 - gf));
                carry[j] = dc * gf;
            }
        }
    }
}
