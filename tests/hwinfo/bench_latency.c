/* A pointer chase in C, to compare hwinfo's with: `make` a cycle of its own, `sample` any cycle.
 *
 * Memory comes in whole huge pages as hwinfo's does, and the cycle from a shuffled list of its
 * 64-byte lines. `sample` walks on from where it stopped, with a clock of its own.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { LINE = 64, HUGE_PAGE = 2 << 20, SAMPLES = 3, TRIAL = 2048 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static char *memory(size_t wanted) {
    size_t bytes = (wanted + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    char *start = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return NULL;
    start += -(uintptr_t)start % HUGE_PAGE;
#ifdef MADV_HUGEPAGE
    madvise(start, bytes, MADV_HUGEPAGE);
#endif
    return start;
}

static uint64_t random_number(uint64_t *state) { /* xorshift64* by Marsaglia and Vigna */
    *state ^= *state >> 12, *state ^= *state << 25, *state ^= *state >> 27;
    return *state * 2685821657736338717ULL;
}

/* One random cycle through so many bytes; NULL without memory. */
void *make(size_t bytes, uint64_t seed) {
    size_t lines = bytes / LINE;
    char *start = memory(bytes);
    uint32_t *order = malloc(lines * sizeof *order);
    if (!start || !order) return NULL;
    for (size_t i = 0; i < lines; i++) order[i] = (uint32_t)i;
    for (size_t i = lines - 1; i > 0; i--) {
        size_t j = random_number(&seed) % (i + 1);
        uint32_t held = order[i];
        order[i] = order[j], order[j] = held;
    }
    for (size_t i = 0; i < lines; i++)
        *(void **)(start + LINE * (size_t)order[i]) =
            start + LINE * (size_t)order[(i + 1) % lines];
    free(order);
    return start;
}

static double timed(void **place, size_t steps) {
    void **at = *place;
    double begun = now();
    for (size_t i = 0; i < steps; i++) at = *(void *volatile *)at;
    *place = at;
    return (now() - begun) / steps;
}

/* Nanoseconds of one load, the least of a few samples; with `lap`, walked once around before. */
double sample(void **place, size_t lines, int lap) {
    double step = timed(place, TRIAL), least = 1e300;
    if (lap) {
        size_t affordable = (size_t)(60e6 / step);
        timed(place, lines < affordable ? lines : affordable);
        step = timed(place, TRIAL);
    }
    size_t steps = (size_t)(1.5e6 / step);
    for (int i = 0; i < SAMPLES; i++) {
        double one = timed(place, steps > TRIAL ? steps : TRIAL);
        least = one < least ? one : least;
    }
    return least;
}
