package io.github.latchkey.testkit.batch.service;

import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Rows by their keys that count how many of them somebody walks over, wherever the walk begins. */
class CountedRows<T> extends TreeMap<String, T> {

    private static final long serialVersionUID = 1L;

    private final AtomicInteger seen;

    CountedRows() {
        this(new AtomicInteger());
    }

    private CountedRows(AtomicInteger seen) {
        this.seen = seen;
    }

    /** How many rows were walked over since they were forgotten last. */
    int seen() {
        return seen.get();
    }

    void forget() {
        seen.set(0);
    }

    /** A view is not copied, so that it costs nothing to make it. */
    @Override
    public NavigableMap<String, T> tailMap(String from, boolean inclusive) {
        NavigableMap<String, T> rest = super.tailMap(from, inclusive);
        return new CountedRows<T>(seen) {

            private static final long serialVersionUID = 1L;

            @Override
            public Set<Map.Entry<String, T>> entrySet() {
                return counted(rest.entrySet());
            }
        };
    }

    @Override
    public Set<Map.Entry<String, T>> entrySet() {
        return counted(super.entrySet());
    }

    @Override
    public Collection<T> values() {
        Collection<T> all = super.values();
        return new AbstractCollection<>() {

            @Override
            public Iterator<T> iterator() {
                return counted(all.iterator());
            }

            @Override
            public int size() {
                return all.size();
            }
        };
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super T> action) {
        entrySet().forEach(row -> action.accept(row.getKey(), row.getValue()));
    }

    Set<Map.Entry<String, T>> counted(Set<Map.Entry<String, T>> rows) {
        return new AbstractSet<>() {

            @Override
            public Iterator<Map.Entry<String, T>> iterator() {
                return counted(rows.iterator());
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }

    private <E> Iterator<E> counted(Iterator<E> all) {
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public E next() {
                seen.incrementAndGet();
                return all.next();
            }
        };
    }
}
