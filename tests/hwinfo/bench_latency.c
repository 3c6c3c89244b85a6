/* A pointer chase in C, to compare hwinfo's with: `bench_latency WARM_BYTES SIZE...`.
 *
 * Each size has memory of its own and a cycle made from a shuffled list of its 64-byte lines.
 * For every index read from standard input it prints the nanoseconds of one load at that size.
 * A size up to WARM_BYTES is first walked once around; the chase goes on where it stopped.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { LINE = 64, HUGE_PAGE = 2 << 20, SAMPLES = 3, TRIAL = 2048, MOST_SIZES = 128 };

struct chase { size_t bytes, lines; void **at; };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static char *memory(size_t bytes) {
    char *start = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) exit(3);
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

static struct chase make(size_t bytes, uint64_t *state) {
    struct chase made = {bytes, bytes / LINE, NULL};
    char *start = memory(bytes);
    uint32_t *order = malloc(made.lines * sizeof *order);
    if (!order) exit(3);
    for (size_t i = 0; i < made.lines; i++) order[i] = (uint32_t)i;
    for (size_t i = made.lines - 1; i > 0; i--) {
        size_t j = random_number(state) % (i + 1);
        uint32_t held = order[i];
        order[i] = order[j], order[j] = held;
    }
    for (size_t i = 0; i < made.lines; i++)
        *(void **)(start + LINE * (size_t)order[i]) =
            start + LINE * (size_t)order[(i + 1) % made.lines];
    made.at = (void **)start;
    free(order);
    return made;
}

static double timed(struct chase *chase, size_t steps) {
    void **at = chase->at;
    double begun = now();
    for (size_t i = 0; i < steps; i++) at = *(void *volatile *)at;
    chase->at = at;
    return (now() - begun) / steps;
}

int main(int argc, char **argv) {
    static struct chase chases[MOST_SIZES];
    uint64_t state = 88172645463325252ULL;
    size_t warm = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, index;
    int sizes = argc - 2;
    if (sizes < 1 || sizes > MOST_SIZES) return 2;
    for (int i = 0; i < sizes; i++) chases[i] = make(strtoull(argv[i + 2], NULL, 10), &state);
    puts("ready");
    fflush(stdout);
    while (scanf("%zu", &index) == 1 && index < (size_t)sizes) {
        struct chase *chase = &chases[index];
        double step = timed(chase, TRIAL), least = 1e300;
        if (chase->bytes <= warm) {
            size_t affordable = (size_t)(60e6 / step);
            timed(chase, chase->lines < affordable ? chase->lines : affordable);
            step = timed(chase, TRIAL);
        }
        size_t steps = (size_t)(1.5e6 / step);
        for (int i = 0; i < SAMPLES; i++) {
            double one = timed(chase, steps > TRIAL ? steps : TRIAL);
            least = one < least ? one : least;
        }
        printf("%.4f\n", least);
        fflush(stdout);
    }
    return 0;
}
