package com.example.orchard;

import java.util.ArrayList;
import java.util.List;

/**
 * A basket of cherries.
 */
public final class Basket<T extends Cherry> implements Iterable<T> {
    private static final int MOST = 0xFF;
    private final List<T> cherries = new ArrayList<>();

    // Full is full.
    public synchronized boolean add(T cherry) throws FullException {
        if (cherries.size() >= MOST || cherry == null) {
            throw new FullException("no room for " + cherry + '\n');
        }
        return cherries.add(cherry);
    }

    @Override
    public java.util.Iterator<T> iterator() {
        return this.cherries.iterator();
    }

    double kilos() {
        double sum = 0.0;
        for (T cherry : cherries) {
            sum += cherry.grams() / 1000L;
        }
        return cherries.stream().anyMatch(c -> c.ripe()) ? sum : -1;
    }
}
