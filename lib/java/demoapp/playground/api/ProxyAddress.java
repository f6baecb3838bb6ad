package demoapp.playground.api;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** Where a proxied request goes: a pod's own port, or that of a ready pod behind a Service's. */
record ProxyAddress(boolean https, String ip, int port) {

    /**
     * @param target its name is [SCHEME:]NAME[:PORT], the port by its number or, a Service's, by its name
     * @throws ApiException when nobody is there
     */
    static ProxyAddress of(Registry registry, Target target) {
        var parts = List.of(target.name().split(":", -1));
        var scheme = parts.size() == 3 ? parts.get(0) : "";
        var rest = parts.size() == 3 ? parts.subList(1, 3) : parts;
        if (rest.size() > 2 || rest.get(0).isEmpty() || !scheme.matches("|https?")) {
            throw ApiException.badRequest("invalid %s request \"%s\""
                    .formatted(target.kind().name().toLowerCase(), target.name()));
        }
        var port = rest.size() > 1 ? rest.get(1) : "";
        return target.kind() == Kinds.POD ? pod(registry, target.namespace(), rest.get(0), port, scheme.equals("https"))
                : service(registry, target, rest.get(0), port, scheme.equals("https"));
    }

    /** Without a port: the first that a container has. */
    private static ProxyAddress pod(Registry registry, String namespace, String name, String port, boolean https) {
        var pod = registry.store().get(Kinds.POD, namespace, name)
                .orElseThrow(() -> ApiException.notFound(Kinds.POD, name));
        var ip = Json.text(pod, "status", "podIP");
        if (ip.isEmpty()) {
            throw ApiException.badRequest("address not allowed");
        }
        var number = !port.isEmpty() ? port : Json.maps(pod, "spec", "containers").stream()
                .flatMap(container -> Json.maps(container, "ports").stream())
                .map(declared -> Json.text(declared, "containerPort")).findFirst().orElse(https ? "443" : "80");
        if (!number.matches("\\d{1,5}")) {
            throw unavailable("error trying to reach service: dial tcp: lookup tcp/%s: unknown port".formatted(number));
        }
        return new ProxyAddress(https, ip, Integer.parseInt(number));
    }

    private static ProxyAddress service(Registry registry, Target target, String name, String port, boolean https) {
        var portName = port.matches("\\d+") ? portName(registry, target.namespace(), name, port) : port;
        var endpoints = registry.store().get(Kinds.ENDPOINTS, target.namespace(), name)
                .orElseThrow(() -> ApiException.notFound(registry.store().get(Kinds.SERVICE, target.namespace(), name)
                        .isPresent() ? Kinds.ENDPOINTS : Kinds.SERVICE, name));
        if (Json.maps(endpoints, "subsets").isEmpty()) {
            throw unavailable("no endpoints available for service \"%s\"".formatted(name));
        }
        var ready = ready(endpoints, portName, https);
        if (ready.isEmpty()) {
            throw unavailable("no endpoints available for service \"%s\"".formatted(target.name()));
        }
        return ready.get(registry.random(ready.size()));
    }

    private static String portName(Registry registry, String namespace, String name, String number) {
        var service = registry.store().get(Kinds.SERVICE, namespace, name)
                .orElseThrow(() -> ApiException.notFound(Kinds.SERVICE, name));
        return Json.maps(service, "spec", "ports").stream()
                .filter(port -> Json.text(port, "port").equals(number)).findFirst()
                .map(port -> Json.text(port, "name"))
                .orElseThrow(() -> unavailable("no service port %s found for service \"%s\"".formatted(number, name)));
    }

    private static List<ProxyAddress> ready(Map<String, Object> endpoints, String portName, boolean https) {
        return Json.maps(endpoints, "subsets").stream()
                .flatMap(subset -> Json.maps(subset, "ports").stream()
                        .filter(port -> Json.text(port, "name").equals(portName))
                        .flatMap(port -> Json.maps(subset, "addresses").stream().map(address -> new ProxyAddress(https,
                                Json.text(address, "ip"), (int) Json.number(port, 0, "port")))))
                .toList();
    }

    static ApiException unavailable(String why) {
        return new ApiException(503, "ServiceUnavailable", why, null);
    }
}
