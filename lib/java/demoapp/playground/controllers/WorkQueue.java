package demoapp.playground.controllers;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import demoapp.playground.store.ApiException;
import demoapp.playground.store.Clock;

/**
 * What the controllers have to look at, in order of arrival, each object once. A refused write is tried again after
 * 1, 2, 4 … simulated seconds. For the clock's thread only.
 */
final class WorkQueue {
    private static final int LONGEST_RETRY_SECONDS = 60;

    private record Item(Controller controller, String namespace, String name) { }

    private final Clock clock;
    private final Set<Item> waiting = new LinkedHashSet<>();
    private final Map<Item, Integer> failures = new HashMap<>();

    WorkQueue(Clock clock) {
        this.clock = clock;
    }

    void add(Controller controller, String namespace, String name) {
        add(new Item(controller, namespace, name));
    }

    void addAfter(Duration simulated, Controller controller, String namespace, String name) {
        clock.after(simulated, () -> add(new Item(controller, namespace, name)));
    }

    private void add(Item item) {
        if (waiting.add(item)) {
            clock.after(Duration.ZERO, this::next);
        }
    }

    private void next() {
        var item = waiting.iterator().next();
        waiting.remove(item);
        try {
            item.controller.reconcile(item.namespace, item.name);
            failures.remove(item);
        } catch (ApiException refused) {
            var times = failures.merge(item, 1, Integer::sum);
            var seconds = Math.min(LONGEST_RETRY_SECONDS, 1 << Math.min(times - 1, 6));
            clock.after(Duration.ofSeconds(seconds), () -> add(item));
        }
    }
}
