package demoapp.playground.node;

import java.util.LinkedHashMap;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/**
 * The variables that tell a container of the Services there are when it starts, such as WEB_SERVICE_HOST and WEB_PORT.
 * See pkg/kubelet/envvars/envvars.go.
 */
final class ServiceEnvironment {
    private ServiceEnvironment() { }

    /** Of the pod's namespace, unless it does not want them, and of the API server. */
    static Map<String, String> of(Store store, Map<String, Object> pod) {
        var variables = new LinkedHashMap<String, String>();
        store.get(Kinds.SERVICE, "default", "kubernetes").ifPresent(service -> add(service, variables));
        if (!Boolean.FALSE.equals(Json.at(pod, "spec", "enableServiceLinks"))) {
            store.list(Kinds.SERVICE, Json.text(pod, "metadata", "namespace"))
                    .forEach(service -> add(service, variables));
        }
        return variables;
    }

    private static void add(Map<String, Object> service, Map<String, String> variables) {
        var ip = Json.text(service, "spec", "clusterIP");
        var ports = Json.maps(service, "spec", "ports");
        if (ip.isEmpty() || ip.equals("None") || ports.isEmpty()) {
            return;
        }
        var name = name(Json.text(service, "metadata", "name"));
        var first = ports.get(0);
        variables.put(name + "_SERVICE_HOST", ip);
        variables.put(name + "_SERVICE_PORT", Json.text(first, "port"));
        ports.stream().filter(port -> !Json.text(port, "name").isEmpty()).forEach(port ->
                variables.put(name + "_SERVICE_PORT_" + name(Json.text(port, "name")), Json.text(port, "port")));
        variables.put(name + "_PORT", url(first, ip));
        for (var port : ports) {
            var prefix = "%s_PORT_%s_%s".formatted(name, Json.text(port, "port"), protocol(port));
            variables.put(prefix, url(port, ip));
            variables.put(prefix + "_PROTO", protocol(port).toLowerCase());
            variables.put(prefix + "_PORT", Json.text(port, "port"));
            variables.put(prefix + "_ADDR", ip);
        }
    }

    private static String name(String text) {
        return text.toUpperCase().replace('-', '_');
    }

    private static String protocol(Map<String, Object> port) {
        var protocol = Json.text(port, "protocol");
        return protocol.isEmpty() ? "TCP" : protocol;
    }

    private static String url(Map<String, Object> port, String ip) {
        return "%s://%s:%s".formatted(protocol(port).toLowerCase(), ip, Json.text(port, "port"));
    }
}
