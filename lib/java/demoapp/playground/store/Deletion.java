package demoapp.playground.store;

/**
 * How to delete, as metav1.DeleteOptions says it; null: the kind's default.
 *
 * @param propagation Background, Foreground or Orphan
 * @param uid,resourceVersion preconditions
 */
public record Deletion(String propagation, Long gracePeriodSeconds, String uid, String resourceVersion,
                       boolean dryRun) {

    public static Deletion background() {
        return new Deletion("Background", null, null, null, false);
    }

    /** At once: what the kubelet says when the pod's containers have ended. */
    public static Deletion now() {
        return new Deletion("Background", 0L, null, null, false);
    }
}
