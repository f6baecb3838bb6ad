package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/**
 * The defaults of a pod's spec, alone or in a template. As in
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/core/v1/defaults.go
 */
final class PodSpecDefaults {
    private static final int MODE = 0644;

    private PodSpecDefaults() { }

    /** @param spec a copy of the caller's, changed in place */
    static void fill(Map<String, Object> spec) {
        spec.putIfAbsent("restartPolicy", "Always");
        spec.putIfAbsent("dnsPolicy", "ClusterFirst");
        spec.putIfAbsent("terminationGracePeriodSeconds", 30);
        spec.putIfAbsent("schedulerName", "default-scheduler");
        spec.putIfAbsent("securityContext", Json.object());
        if (spec.containsKey("serviceAccountName")) {
            spec.put("serviceAccount", spec.get("serviceAccountName"));
        } else if (spec.containsKey("serviceAccount")) {
            spec.put("serviceAccountName", spec.get("serviceAccount"));
        }
        Json.maps(spec, "volumes").forEach(PodSpecDefaults::volume);
        for (var field : List.of("initContainers", "containers", "ephemeralContainers")) {
            Json.maps(spec, field).forEach(PodSpecDefaults::container);
        }
    }

    private static void volume(Map<String, Object> volume) {
        if (volume.size() == 1) {
            volume.put("emptyDir", Json.object());
        }
        for (var source : List.of("configMap", "secret", "downwardAPI", "projected")) {
            if (volume.get(source) instanceof Map<?, ?>) {
                Json.child(volume, source).putIfAbsent("defaultMode", MODE);
            }
        }
        if (volume.get("hostPath") instanceof Map<?, ?>) {
            Json.child(volume, "hostPath").putIfAbsent("type", "");
        }
        if (Json.at(volume, "ephemeral", "volumeClaimTemplate", "spec") instanceof Map<?, ?>) {
            Json.map(volume, "ephemeral", "volumeClaimTemplate", "spec").putIfAbsent("volumeMode", "Filesystem");
        }
        Json.maps(volume, "downwardAPI", "items").forEach(PodSpecDefaults::fieldReference);
        for (var source : Json.maps(volume, "projected", "sources")) {
            Json.maps(source, "downwardAPI", "items").forEach(PodSpecDefaults::fieldReference);
            if (source.get("serviceAccountToken") instanceof Map<?, ?>) {
                Json.child(source, "serviceAccountToken").putIfAbsent("expirationSeconds", 3600);
            }
        }
    }

    private static void fieldReference(Map<String, Object> holder) {
        if (holder.get("fieldRef") instanceof Map<?, ?>) {
            Json.child(holder, "fieldRef").putIfAbsent("apiVersion", "v1");
        }
    }

    private static void container(Map<String, Object> container) {
        var image = Json.text(container, "image");
        container.putIfAbsent("terminationMessagePath", "/dev/termination-log");
        container.putIfAbsent("terminationMessagePolicy", "File");
        container.putIfAbsent("imagePullPolicy", latest(image) ? "Always" : "IfNotPresent");
        Json.maps(container, "ports").forEach(port -> port.putIfAbsent("protocol", "TCP"));
        for (var variable : Json.maps(container, "env")) {
            if (variable.get("valueFrom") instanceof Map<?, ?>) {
                fieldReference(Json.child(variable, "valueFrom"));
            }
        }
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof Map<?, ?>) {
                probe(Json.child(container, probe));
            }
        }
        for (var hook : List.of("postStart", "preStop")) {
            if (Json.at(container, "lifecycle", hook, "httpGet") != null) {
                http(Json.child(Json.child(container, "lifecycle"), hook));
            }
        }
    }

    /** No tag, or the tag `latest`. */
    private static boolean latest(String image) {
        if (image.isEmpty() || image.contains("@")) {
            return false;
        }
        var name = image.substring(image.lastIndexOf('/') + 1);
        return !name.contains(":") || name.endsWith(":latest");
    }

    /** In a pod, but not in a template: what is limited but not requested is requested at its limit. */
    static void requests(Map<String, Object> container) {
        Json.map(container, "resources", "limits").forEach((resource, limit) -> {
            if (Json.at(container, "resources", "requests", resource) == null) {
                Json.set(container, limit, "resources", "requests", resource);
            }
        });
    }

    private static void probe(Map<String, Object> probe) {
        probe.putIfAbsent("timeoutSeconds", 1);
        probe.putIfAbsent("periodSeconds", 10);
        probe.putIfAbsent("successThreshold", 1);
        probe.putIfAbsent("failureThreshold", 3);
        http(probe);
        if (probe.get("grpc") instanceof Map<?, ?>) {
            Json.child(probe, "grpc").putIfAbsent("service", "");
        }
    }

    private static void http(Map<String, Object> handler) {
        if (handler.get("httpGet") instanceof Map<?, ?>) {
            Json.child(handler, "httpGet").putIfAbsent("path", "/");
            Json.child(handler, "httpGet").putIfAbsent("scheme", "HTTP");
        }
    }
}
