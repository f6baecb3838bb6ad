package demoapp.playground.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;

/**
 * The way from a request's host and path to a Service: the host itself before its wildcard before any, Exact before the
 * longest Prefix, then the default backends. Where two Ingresses want the same, the older one has it.
 * See https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches
 */
final class Routes {
    private static final String ANY = "";

    /** A Service's port, by its number or its name. */
    record Backend(String namespace, String service, Object port) { }

    private record Rule(boolean exact, String path, Backend backend) {
        boolean matches(String requested) {
            return requested.equals(path) || !exact && requested.startsWith(path.endsWith("/") ? path : path + "/");
        }
    }

    /** What there is for one host; `otherwise`: the default backend of the first Ingress with a rule for it. */
    private static final class Host {
        private final List<Rule> rules = new ArrayList<>();
        private Backend otherwise;
    }

    private final Map<String, Host> hosts = new HashMap<>();
    private Backend otherwise;

    /** @param ingresses the oldest first */
    Routes(List<Map<String, Object>> ingresses) {
        ingresses.forEach(this::add);
        hosts.values().forEach(host -> host.rules.sort(
                Comparator.comparing((Rule rule) -> -rule.path.length()).thenComparing(rule -> !rule.exact)));
    }

    private void add(Map<String, Object> ingress) {
        var namespace = Json.text(ingress, "metadata", "namespace");
        var own = backend(namespace, Json.map(ingress, "spec", "defaultBackend"));
        otherwise = otherwise == null ? own : otherwise;
        for (var rule : Json.maps(ingress, "spec", "rules")) {
            var host = hosts.computeIfAbsent(Hosts.plain(Json.text(rule, "host")), name -> new Host());
            host.otherwise = host.otherwise == null ? own : host.otherwise;
            for (var path : Json.maps(rule, "http", "paths")) {
                var text = Json.text(path, "path");
                host.rules.add(new Rule(Json.text(path, "pathType").equals("Exact"), prefix(text, path),
                        backend(namespace, Json.map(path, "backend"))));
            }
        }
    }

    /** As an Exact path is written; a Prefix without the slashes at its end, which do not count. */
    private static String prefix(String text, Map<String, Object> path) {
        var given = text.isEmpty() ? "/" : text;
        return Json.text(path, "pathType").equals("Exact") ? given : given.replaceFirst("(?<=.)/+$", "");
    }

    /** null: none; a backend with no Service is one that nobody answers for. */
    private static Backend backend(String namespace, Map<String, Object> backend) {
        if (backend.isEmpty()) {
            return null;
        }
        var port = Json.map(backend, "service", "port");
        return new Backend(namespace, Json.text(backend, "service", "name"),
                port.containsKey("number") ? port.get("number") : Json.text(port, "name"));
    }

    /** @param host in its plain form */
    Optional<Backend> find(String host, String path) {
        for (var name : List.of(host, Hosts.wildcard(host), ANY)) {
            var found = hosts.get(name);
            if (found != null) {
                return found.rules.stream().filter(rule -> rule.matches(path)).map(Rule::backend).findFirst()
                        .or(() -> Optional.ofNullable(found.otherwise))
                        .or(() -> Optional.ofNullable(otherwise));
            }
        }
        return Optional.ofNullable(otherwise);
    }
}
