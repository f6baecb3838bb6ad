package demoapp.playground.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import demoapp.json.Json;

/** /healthz, /livez, /readyz with their checks, and /version: what is asked without a token. All checks are well here. */
final class Health {
    private static final List<String> CHECKS = List.of("start-apiserver-admission-initializer",
            "generic-apiserver-start-informers", "priority-and-fairness-config-consumer", "priority-and-fairness-filter",
            "storage-object-count-tracker-hook", "start-apiextensions-informers", "start-apiextensions-controllers",
            "crd-informer-synced", "start-system-namespaces-controller", "start-cluster-authentication-info-controller",
            "start-kube-apiserver-identity-lease-controller",
            "start-kube-apiserver-identity-lease-garbage-collector", "start-legacy-token-tracking-controller",
            "start-service-ip-repair-controllers", "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes",
            "priority-and-fairness-config-producer", "bootstrap-controller", "aggregator-reload-proxy-client-cert",
            "start-kube-aggregator-informers", "apiservice-status-local-available-controller",
            "apiservice-status-remote-available-controller", "apiservice-registration-controller",
            "apiservice-wait-for-first-sync", "apiservice-discovery-controller", "kube-apiserver-autoregistration");

    private Health() { }

    /** @param path such as /readyz, or /livez/ping for one check alone */
    static void answer(Call call, String path) {
        var parts = path.substring(1).split("/", 2);
        var checks = checks(parts[0]);
        if (parts.length > 1 && !checks.contains(parts[1])) {
            call.text(404, "404 page not found\n");
        } else if (parts.length == 1 && call.request.params().contains("verbose")) {
            call.text(200, checks.stream().map(check -> "[+]" + check + " ok\n").collect(Collectors.joining())
                    + parts[0] + " check passed\n");
        } else {
            call.text(200, "ok");
        }
    }

    private static List<String> checks(String kind) {
        var checks = new ArrayList<>(List.of("ping", "log", "etcd"));
        if (kind.equals("readyz")) {
            checks.addAll(List.of("etcd-readiness", "informer-sync"));
        }
        CHECKS.forEach(check -> checks.add("poststarthook/" + check));
        checks.addAll(List.of("autoregister-completion", "poststarthook/apiservice-openapi-controller",
                "poststarthook/apiservice-openapiv3-controller"));
        if (kind.equals("readyz")) {
            checks.add("shutdown");
        }
        return checks;
    }

    /** Written out as the API server does it: kubectl get --raw shows it as it comes. */
    static void version(Call call) {
        var lines = Discovery.version().entrySet().stream()
                .map(entry -> "  " + Json.string(entry.getKey()) + ": " + Json.string(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
        call.send(200, "application/json", lines.getBytes(StandardCharsets.UTF_8));
    }
}
