package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** Finds fault with probes and lifecycle hooks. */
final class HandlerRules {
    private static final List<String> TYPES = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");

    private HandlerRules() { }

    static void probe(String name, Map<String, Object> probe, String at, long grace, Causes causes) {
        validate(probe, at, grace, causes);
        for (var amount : List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
                "failureThreshold")) {
            causes.notNegative(at + "." + amount, probe.get(amount));
        }
        var ownGrace = probe.get("terminationGracePeriodSeconds");
        if (ownGrace instanceof Number seconds && seconds.longValue() <= 0) {
            causes.invalid(at + ".terminationGracePeriodSeconds", ownGrace, "must be greater than 0");
        }
        if (name.equals("readinessProbe")) {
            if (ownGrace != null) {
                causes.invalid(at + ".terminationGracePeriodSeconds", ownGrace,
                        "must not be set for readinessProbes");
            }
        } else if (Json.number(probe, 1, "successThreshold") != 1) {
            causes.invalid(at + ".successThreshold", probe.get("successThreshold"), "must be 1");
        }
    }

    /** What a probe and a hook have in common: one handler, and only one. */
    static void validate(Map<String, Object> holder, String at, long grace, Causes causes) {
        var given = TYPES.stream().filter(type -> holder.get(type) != null).toList();
        if (given.isEmpty()) {
            causes.required(at, "must specify a handler type");
            return;
        }
        handler(given.get(0), Json.map(holder, given.get(0)), at + "." + given.get(0), grace, causes);
        given.stream().skip(1).forEach(type ->
                causes.forbidden(at + "." + type, "may not specify more than 1 handler type"));
    }

    private static void handler(String type, Map<String, Object> handler, String at, long grace, Causes causes) {
        switch (type) {
            case "exec" -> {
                if (Json.list(handler, "command").isEmpty()) {
                    causes.required(at + ".command");
                }
            }
            case "httpGet" -> http(handler, at, causes);
            case "sleep" -> {
                var seconds = Json.number(handler, 0, "seconds");
                if (seconds <= 0 || seconds > grace) {
                    causes.invalid(at, seconds, ("must be greater than 0 and less than "
                            + "terminationGracePeriodSeconds (%d). Enable AllowPodLifecycleSleepActionZeroValue "
                            + "feature gate for zero sleep.").formatted(grace));
                }
            }
            default -> port(handler.get("port"), at + ".port", causes);
        }
    }

    private static void http(Map<String, Object> handler, String at, Causes causes) {
        if (Json.text(handler, "path").isEmpty()) {
            causes.required(at + ".path");
        }
        port(handler.get("port"), at + ".port", causes);
        causes.oneOf(at + ".scheme", handler.get("scheme"), "HTTP", "HTTPS");
        Json.maps(handler, "httpHeaders").forEach(header -> causes.invalid(at + ".httpHeaders", header.get("name"),
                Names.httpHeader(Json.text(header, "name"))));
    }

    /** A port by number or by name. */
    static void port(Object port, String field, Causes causes) {
        if (port instanceof String name) {
            causes.invalid(field, name, Names.port(name));
        } else {
            var number = port instanceof Number given ? given.longValue() : 0;
            causes.invalid(field, number, Names.port(number));
        }
    }
}
