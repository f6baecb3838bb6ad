package demoapp.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.playground.store.ApiException;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * What the controllers have to look at, each object once. It is worked off in rounds, as if all controllers worked at
 * the same time: a round begins when every change of the one before has been heard of, looks at what is there, then
 * acts, controller by controller. A refused write is tried again after 5, 10, 20 … simulated milliseconds, as
 * client-go's rate limiter has it. For the clock's thread only.
 */
final class WorkQueue {
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1000);

    private record Item(Controller controller, String namespace, String name) { }

    private record Task(Item item, Runnable work) { }

    private final Clock clock;
    private final Store store;
    private final List<Controller> controllers = new ArrayList<>();
    private final Set<Item> waiting = new LinkedHashSet<>();
    private final Map<Item, Integer> failures = new HashMap<>();
    private final Map<Item, Instant> retries = new HashMap<>();
    private boolean planned;
    private long heard;

    WorkQueue(Registry registry) {
        this.clock = registry.clock();
        this.store = registry.store();
    }

    /** Controllers act in the order in which they are registered. */
    void register(Controller controller) {
        controllers.add(controller);
    }

    /** The controllers know of all changes up to this version. */
    void heard(long version) {
        heard = Math.max(heard, version);
    }

    void add(Controller controller, String namespace, String name) {
        add(new Item(controller, namespace, name));
    }

    void addAfter(Duration simulated, Controller controller, String namespace, String name) {
        clock.after(simulated, () -> add(new Item(controller, namespace, name)));
    }

    private void add(Item item) {
        waiting.add(item);
        if (!planned) {
            planned = true;
            clock.after(Duration.ZERO, () -> round(store.version()));
        }
    }

    private void round(long begins) {
        if (heard < begins) {
            clock.after(Duration.ZERO, () -> round(begins));
            return;
        }
        planned = false;
        var tasks = waiting.stream().sorted(Comparator.comparing(item -> controllers.indexOf(item.controller)))
                .map(item -> new Task(item, item.controller.look(item.namespace, item.name))).toList();
        waiting.clear();
        tasks.forEach(this::run);
    }

    private void run(Task task) {
        try {
            task.work.run();
            failures.remove(task.item);
        } catch (ApiException refused) {
            retry(task.item);
        } catch (RuntimeException failure) {
            failure.printStackTrace(); // into the playground's log; the others go on
        }
    }

    /** Only the earliest of an object's retries is waited for. */
    private void retry(Item item) {
        var times = Math.min(30, failures.merge(item, 1, Integer::sum));
        var wait = FIRST_RETRY.multipliedBy(1L << times - 1);
        var at = clock.now().plusNanos((long) (wait.toNanos() / clock.speed()));
        if (!retries.containsKey(item) || at.isBefore(retries.get(item))) {
            retries.put(item, at);
            clock.after(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait, () -> {
                if (at.equals(retries.get(item))) {
                    retries.remove(item);
                    add(item);
                }
            });
        }
    }
}
