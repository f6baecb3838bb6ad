package demoapp.rollout;

/**
 * What keeps an object from becoming ready, in the cluster's own words.
 *
 * @param lasting   whether it does not heal by itself
 * @param reason    the cluster's word for it: ErrImagePull, CrashLoopBackOff, Unschedulable …
 * @param message   what the cluster says of it
 * @param pod       whose trouble it is, or ""
 * @param container whose trouble it is, or ""
 */
public record Trouble(boolean lasting, String reason, String message, String pod, String container) {
    /** Trouble of an object other than a pod. */
    static Trouble of(boolean lasting, String reason, String message) {
        return new Trouble(lasting, reason, message, "", "");
    }

    @Override
    public String toString() {
        var who = pod.isEmpty() ? "" : "pod " + pod + (container.isEmpty() ? ": " : ", container " + container + ": ");
        return who + reason + (message.isEmpty() ? "" : ": " + message.strip());
    }
}
