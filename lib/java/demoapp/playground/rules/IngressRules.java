package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** Ingress: one without a class gets the default class. */
final class IngressRules extends Rules {
    private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("loadBalancer", Json.object()));
        Json.set(object, 1, "metadata", "generation");
        if (Json.at(object, "spec", "ingressClassName") == null
                && Json.at(object, "metadata", "annotations", "kubernetes.io/ingress.class") == null) {
            registry.store().list(Kinds.INGRESS_CLASS, "").stream()
                    .filter(c -> Json.text(c, "metadata", "annotations", DEFAULT).equals("true")).findFirst()
                    .ifPresent(c -> Json.set(object, Json.text(c, "metadata", "name"), "spec", "ingressClassName"));
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var rules = Json.maps(spec, "rules");
        if (rules.isEmpty() && spec.get("defaultBackend") == null) {
            causes.invalid("spec", new Causes.Quoted("[]networking.IngressRule(nil)"),
                    "either `defaultBackend` or `rules` must be specified");
        }
        if (spec.get("defaultBackend") != null) {
            backend(Json.map(spec, "defaultBackend"), "spec.defaultBackend", causes);
        }
        for (var i = 0; i < rules.size(); i++) {
            rule(rules.get(i), "spec.rules[" + i + "]", causes);
        }
    }

    private static void rule(Map<String, Object> rule, String at, Causes causes) {
        var host = Json.text(rule, "host");
        if (host.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
            causes.invalid(at + ".host", host, "must be a DNS name, not an IP address");
        } else if (!host.isEmpty() && !Names.subdomain(host.startsWith("*.") ? host.substring(2) : host).isEmpty()) {
            causes.invalid(at + ".host", host, Names.subdomain(host));
        }
        var paths = Json.maps(rule, "http", "paths");
        if (rule.get("http") != null && paths.isEmpty()) {
            causes.required(at + ".http.paths");
        }
        for (var i = 0; i < paths.size(); i++) {
            path(paths.get(i), at + ".http.paths[" + i + "]", causes);
        }
    }

    private static void path(Map<String, Object> path, String at, Causes causes) {
        var text = Json.text(path, "path");
        var type = Json.text(path, "pathType");
        switch (type) {
            case "" -> causes.required(at + ".pathType", "pathType must be specified");
            case "Exact", "Prefix" -> {
                if (!text.startsWith("/")) {
                    causes.invalid(at + ".path", text, "must be an absolute path");
                }
            }
            case "ImplementationSpecific" -> {
                if (!text.isEmpty() && !text.startsWith("/")) {
                    causes.invalid(at + ".path", text, "must be an absolute path");
                }
            }
            default -> causes.notSupported(at + ".pathType", type, "Exact", "ImplementationSpecific", "Prefix");
        }
        backend(Json.map(path, "backend"), at + ".backend", causes);
    }

    private static void backend(Map<String, Object> backend, String at, Causes causes) {
        if (backend.get("resource") != null) {
            return;
        }
        var service = Json.map(backend, "service");
        if (Json.text(service, "name").isEmpty()) {
            causes.required(at + ".service.name");
        }
        if (Json.number(service, 0, "port", "number") == 0 && Json.text(service, "port", "name").isEmpty()) {
            causes.required(at, "port name or number is required");
        }
    }
}
