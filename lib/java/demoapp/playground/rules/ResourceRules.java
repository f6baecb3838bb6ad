package demoapp.playground.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;

/** Finds fault with what a container requests and is limited to. */
final class ResourceRules {
    private static final List<String> STANDARD = List.of("cpu", "memory", "ephemeral-storage", "storage",
            "requests.cpu", "requests.memory", "requests.ephemeral-storage", "requests.storage", "limits.cpu",
            "limits.memory", "limits.ephemeral-storage", "pods", "persistentvolumeclaims", "configmaps", "secrets",
            "services", "replicationcontrollers", "resourcequotas", "services.loadbalancers", "services.nodeports");

    private ResourceRules() { }

    static void validate(Map<String, Object> resources, String at, Causes causes) {
        var limits = Json.map(resources, "limits");
        var requests = Json.map(resources, "requests");
        limits(limits, at + ".limits", causes);
        requests.forEach((resource, request) -> {
            nameInContainer(resource, at + ".requests[" + resource + "]", causes);
            amount(resource, request.toString(), at + ".requests[" + resource + "]", causes);
            fits(resource, request.toString(), limits.get(resource), at, causes);
        });
        var all = Stream.of(limits, requests).flatMap(amounts -> amounts.keySet().stream()).toList();
        if (all.stream().anyMatch(ResourceRules::hugePages) && !all.contains("cpu") && !all.contains("memory")) {
            causes.forbidden(at, "HugePages require cpu or memory");
        }
    }

    static void limits(Map<String, Object> limits, String at, Causes causes) {
        limits.forEach((resource, limit) -> {
            nameInContainer(resource, at + "[" + resource + "]", causes);
            amount(resource, limit.toString(), at + "[" + resource + "]", causes);
        });
    }

    static void name(String resource, String field, Causes causes) {
        var shown = new Causes.Quoted(resource);
        var faults = Names.qualified(resource);
        causes.invalid(field, shown, faults);
        if (faults.isEmpty() && !resource.contains("/") && !STANDARD.contains(resource) && !hugePages(resource)) {
            causes.invalid(field, shown, "must be a standard resource type or fully qualified");
        }
    }

    static void nameInContainer(String resource, String field, Causes causes) {
        name(resource, field, causes);
        if (!resource.contains("/") && !List.of("cpu", "memory", "ephemeral-storage").contains(resource)
                && !hugePages(resource)) {
            causes.invalid(field, new Causes.Quoted(resource), "must be a standard resource for containers");
        }
    }

    private static boolean hugePages(String resource) {
        return resource.startsWith("hugepages-");
    }

    /** Whether more may be limited than there is: so with the kubelet's own resources, not with those of devices. */
    private static boolean overcommits(String resource) {
        return (!resource.contains("/") || resource.contains("kubernetes.io/")) && !hugePages(resource);
    }

    private static void amount(String resource, String amount, String field, Causes causes) {
        notNegative(amount, field, causes);
        if (!overcommits(resource) && !hugePages(resource)) {
            whole(amount, field, GoStructs.quantity(amount), causes);
        }
    }

    /** @param shown the amount as the message shows it */
    static void whole(String amount, String field, Causes.Quoted shown, Causes causes) {
        if (Quantity.value(amount).remainder(BigDecimal.ONE).signum() != 0) {
            causes.invalid(field, shown, "must be an integer");
        }
    }

    static void notNegative(String amount, String field, Causes causes) {
        if (Quantity.value(amount).signum() < 0) {
            causes.invalid(field, amount, "must be greater than or equal to 0");
        }
    }

    private static void fits(String resource, String request, Object limit, String at, Causes causes) {
        if (limit == null) {
            if (!overcommits(resource)) {
                causes.required(at + ".limits", "Limit must be set for non overcommitable resources");
            }
            return;
        }
        var order = Quantity.value(request).compareTo(Quantity.value(limit.toString()));
        if (order != 0 && !overcommits(resource)) {
            causes.invalid(at + ".requests", request, "must be equal to %s limit of %s".formatted(resource, limit));
        } else if (order > 0) {
            causes.invalid(at + ".requests", request,
                    "must be less than or equal to %s limit of %s".formatted(resource, limit));
        }
    }
}
