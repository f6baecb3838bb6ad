package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;

/**
 * The kubelet's look at what the container runtime has of a pod, once a second: it learns only then what has become of
 * the containers. A look at which there is nothing new is left out. Kubernetes' kubelet looks at all pods at once; here
 * each has seconds of its own, so that what happens to it is the same every time. See pkg/kubelet/pleg.
 */
final class Relist {
    /** A second from the end of one to the next, which so comes ever a bit later than what else happens every second. */
    private static final double PERIOD = 1.01;
    private static final double FIRST = 0.33;

    private final PodWorker pod;
    private final double began;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean planned;
    private double last = -1;

    Relist(PodWorker pod) {
        this.pod = pod;
        this.began = pod.kubelet().uptime();
    }

    /** Something has happened that the next look will find. */
    void wanted() {
        if (!planned) {
            planned = true;
            var now = pod.kubelet().uptime();
            var next = before(Math.max(now, last + PERIOD / 2)) + PERIOD; // never twice in the same second
            pod.after(next - now, this::look);
        }
    }

    /** When the last look was, be it one that was left out. */
    private double before(double time) {
        return began + FIRST + Math.floor((time - began - FIRST) / PERIOD) * PERIOD;
    }

    private void look() {
        planned = false;
        last = pod.kubelet().uptime();
        pod.relisted();
        var ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(Runnable::run);
    }

    /** Does the work after a look that was later than that time: now, or after the next one. */
    void newerThan(double time, Runnable work) {
        var seen = planned ? last : Math.max(last, before(pod.kubelet().uptime()));
        if (seen > time + 1e-6) { // clocks count nanoseconds, doubles do not quite
            work.run();
        } else {
            waiting.add(work);
            wanted();
        }
    }
}
