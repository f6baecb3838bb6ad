package demoapp.playground.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The kubelet's look at the container runtime, once a second: it learns only then what has become of the containers.
 * A look at which there is nothing new is left out. See pkg/kubelet/pleg in Kubernetes.
 */
final class Relist {
    /** A second from the end of one to the next, which so comes ever a bit later than what else happens every second. */
    private static final double PERIOD = 1.01;
    private static final double FIRST = 0.5;

    private final Kubelet kubelet;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean planned;
    private double last = -1;

    Relist(Kubelet kubelet) {
        this.kubelet = kubelet;
    }

    /** Something has happened that the next look will find. */
    void wanted() {
        if (!planned) {
            planned = true;
            var now = kubelet.uptime();
            var next = before(Math.max(now, last + PERIOD / 2)) + PERIOD; // never twice in the same second
            kubelet.clock().after(Duration.ofNanos((long) ((next - now) * 1e9)), this::look);
        }
    }

    /** When the last look was, be it one that was left out. */
    private static double before(double time) {
        return Math.floor((time - FIRST) / PERIOD) * PERIOD + FIRST;
    }

    private void look() {
        planned = false;
        last = kubelet.uptime();
        kubelet.relisted();
        var ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(Runnable::run);
    }

    /** Does the work after a look that was later than that time: now, or after the next one. */
    void newerThan(double time, Runnable work) {
        var seen = planned ? last : Math.max(last, before(kubelet.uptime()));
        if (seen > time) {
            work.run();
        } else {
            waiting.add(work);
            wanted();
        }
    }
}
