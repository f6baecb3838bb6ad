package demoapp.playground.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Why a pod's containers could not be started the last time, until they could. */
final class Reasons {
    private final Map<String, Reason> reasons = new HashMap<>();
    private final Map<String, String> pulls = new HashMap<>();

    void put(String container, Reason reason) {
        reasons.put(container, reason);
    }

    void remove(String container) {
        reasons.remove(container);
    }

    Optional<Reason> of(String container) {
        return Optional.ofNullable(reasons.get(container));
    }

    void pullFailed(String image, String why) {
        pulls.put(image, why);
    }

    /** Why pulling the image failed the last time. */
    Optional<String> lastPull(String image) {
        return Optional.ofNullable(pulls.get(image));
    }
}
