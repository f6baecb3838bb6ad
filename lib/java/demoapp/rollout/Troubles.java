package demoapp.rollout;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import demoapp.json.Json;

/** What keeps an object from becoming ready, as its conditions, its newest pods and their events say: pure functions. */
final class Troubles {
    private static final int TRIES = 3;
    private static final Pattern REFUSED = Pattern.compile("forbidden|is invalid|denied the request");
    private static final Pattern NO_CLASS = Pattern.compile("storageclass\\S* \"[^\"]*\" not found|no storage class is set");

    private Troubles() { }

    /** The worst trouble; empty when nothing is known to be wrong. */
    static Optional<Trouble> of(Map<String, Object> object, Around around) {
        if (Json.number(object, 0, "status", "observedGeneration") < Json.number(object, 0, "metadata", "generation")
                && !Json.text(object, "kind").matches("Job|Pod|PersistentVolumeClaim")) {
            return Optional.empty(); // its pods are still those of the change before
        }
        var roomMayCome = around.mayGrow() || around.makesRoom(object);
        var own = Json.text(object, "kind").equals("PersistentVolumeClaim") ? claim(object, around.about(object))
                : refusal(object, around);
        var pods = around.newest(object).stream().flatMap(pod -> pod(pod, around, roomMayCome).stream());
        return Stream.concat(own.stream(), pods).reduce((a, b) -> b.lasting() && !a.lasting() ? b : a);
    }

    /** A pod waits for its volume claims, so why those wait says more than that it does. */
    private static Optional<Trouble> pod(Map<String, Object> pod, Around around, boolean roomMayCome) {
        var own = PodTrouble.of(pod, around.about(pod), roomMayCome);
        return own.filter(trouble -> trouble.reason().equals("Unschedulable"))
                .flatMap(trouble -> around.claims(pod).stream().flatMap(claim -> claim(claim, around.about(claim)).stream()
                        .map(its -> new Trouble(its.lasting(), its.reason(), "persistentvolumeclaim/"
                                + Json.text(claim, "metadata", "name") + ": " + its.message(), trouble.pod(), ""))).findFirst())
                .or(() -> own);
    }

    /** Pods that the API server does not take: a quota, an admission webhook, a namespace's security level. */
    private static Optional<Trouble> refusal(Map<String, Object> object, Around around) {
        var failure = Verdict.condition(object, "ReplicaFailure");
        var events = around.about(object);
        var message = Json.text(object, "kind").equals("Deployment") ? Json.text(failure, "message")
                : events.isNewer("FailedCreate", "SuccessfulCreate") ? events.last("FailedCreate", text -> true) : "";
        return message.isEmpty() ? Optional.empty() : Optional.of(Trouble.of(
                REFUSED.matcher(message).find() && !around.makesRoom(object), "FailedCreate", message));
    }

    private static Optional<Trouble> claim(Map<String, Object> claim, Events events) {
        if (!Json.text(claim, "status", "phase").equals("Pending")) {
            return Optional.empty();
        }
        return Stream.of("ProvisioningFailed", "FailedBinding").flatMap(reason -> {
            var message = events.last(reason, text -> true);
            var lasting = NO_CLASS.matcher(message).find() || events.count(reason, message::equals) >= TRIES;
            return message.isEmpty() ? Stream.empty() : Stream.of(Trouble.of(lasting, reason, message));
        }).findFirst();
    }
}
