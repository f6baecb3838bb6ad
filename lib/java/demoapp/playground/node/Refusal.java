package demoapp.playground.node;

import java.util.List;

/**
 * Why a pod cannot run on the node.
 *
 * @param why the filter's reasons
 * @param helps what has to change before it is worth another try
 * @param preemptible whether it would help if other pods made room
 */
record Refusal(List<String> why, Cause helps, boolean preemptible) {
    enum Cause { PODS, NODE, VOLUMES }

    /** As the scheduler says it of a cluster with one node. */
    String message() {
        return "0/1 nodes are available: %s. preemption: 0/1 nodes are available: 1 %s".formatted(
                String.join(", ", why.stream().sorted().toList()), preemptible
                        ? "No preemption victims found for incoming pod." : "Preemption is not helpful for scheduling.");
    }
}
