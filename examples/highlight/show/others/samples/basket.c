/* A basket of cherries, filled from standard input. */
#include <stdio.h>
#include <stdlib.h>
#include "cherry.h"

#define MOST 0x40u

typedef struct {
    char kind[16];
    double grams;
} cherry_t;

static int heavier(const void *a, const void *b)
{
    const cherry_t *one = a, *other = b;
    return (one->grams > other->grams) - (one->grams < other->grams);
}

int main(int argc, char *argv[])
{
    cherry_t basket[MOST];
    size_t count = 0;

    while (count < MOST &&
           scanf("%15s %lf", basket[count].kind, &basket[count].grams) == 2)
        count++;
    if (!count || argc > 1) {
        fprintf(stderr, "usage: %s < cherries\n", argv[0]);
        return EXIT_FAILURE;
    }
    qsort(basket, count, sizeof *basket, heavier);
    // the lightest first
    printf("%s\t%.1f%c", basket[0].kind, 1.5e3 * basket[0].grams, '\n');
    return 0;
}
