package demoapp.playground.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The kubelet's look at the container runtime, once a second: it learns only then what has become of the containers.
 * A look at which there is nothing new is left out. See pkg/kubelet/pleg in Kubernetes.
 */
final class Relist {
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
            var wait = 1 - kubelet.uptime() % 1;
            kubelet.clock().after(Duration.ofNanos((long) (wait * 1e9)), this::look);
        }
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
        var seen = planned ? last : Math.max(last, Math.floor(kubelet.uptime()));
        if (seen > time) {
            work.run();
        } else {
            waiting.add(work);
            wanted();
        }
    }
}
