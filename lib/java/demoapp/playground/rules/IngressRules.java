package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** Ingress: one without a class gets the default class. */
final class IngressRules extends Rules {
    private static final String ANNOTATION = "kubernetes.io/ingress.class";
    private static final String[] TYPES = {"Exact", "ImplementationSpecific", "Prefix"};
    private static final List<String> INVALID_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> INVALID_ENDS = List.of("/..", "/.");
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
                && Json.at(object, "metadata", "annotations", ANNOTATION) == null) {
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
        Causes.each(rules, "spec.rules", (rule, at) -> rule(rule, at, causes));
        Causes.each(Json.maps(spec, "tls"), "spec.tls", (tls, at) -> {
            var hosts = Json.texts(tls, "hosts");
            for (var i = 0; i < hosts.size(); i++) {
                causes.invalid(at + ".hosts[" + i + "]", hosts.get(i), host(hosts.get(i)));
            }
            var secret = Json.text(tls, "secretName");
            causes.invalid(at + ".secretName", secret, secret.isEmpty() ? List.of() : Names.subdomain(secret));
        });
        var name = spec.get("ingressClassName");
        if (name != null) {
            causes.invalid("spec.ingressClassName", name, Names.subdomain(name.toString()));
        }
    }

    private static List<String> host(String host) {
        return host.contains("*") ? Names.wildcard(host) : Names.subdomain(host);
    }

    /** An annotation from before there were classes, that must not say something else than the class. */
    @Override
    void validateNew(Map<String, Object> object, Causes causes) {
        var annotation = Json.at(object, "metadata", "annotations", ANNOTATION);
        var name = Json.at(object, "spec", "ingressClassName");
        if (annotation != null && name != null && !annotation.equals(name)) {
            causes.invalid("annotations." + ANNOTATION, annotation,
                    "must match `ingressClassName` when both are specified");
        }
    }

    private static void rule(Map<String, Object> rule, String at, Causes causes) {
        var host = Json.text(rule, "host");
        if (!host.contains(":") && Names.ip(host)) {
            causes.invalid(at + ".host", host, "must be a DNS name, not an IP address");
        }
        if (!host.isEmpty()) {
            causes.invalid(at + ".host", host, host(host));
        }
        var paths = Json.maps(rule, "http", "paths");
        if (rule.get("http") != null && paths.isEmpty()) {
            causes.required(at + ".http.paths");
        }
        Causes.each(paths, at + ".http.paths", (path, here) -> path(path, here, causes));
    }

    private static void path(Map<String, Object> path, String at, Causes causes) {
        var text = Json.text(path, "path");
        var type = Json.text(path, "pathType");
        switch (type) {
            case "" -> {
                if (path.get("pathType") == null) {
                    causes.required(at + ".pathType", "pathType must be specified");
                    return;
                }
                causes.notSupported(at + ".pathType", type, TYPES);
            }
            case "Exact", "Prefix" -> {
                if (!text.startsWith("/")) {
                    causes.invalid(at + ".path", text, "must be an absolute path");
                }
                INVALID_IN_PATHS.stream().filter(text::contains).forEach(part ->
                        causes.invalid(at + ".path", text, "must not contain '%s'".formatted(part)));
                INVALID_ENDS.stream().filter(text::endsWith).forEach(part ->
                        causes.invalid(at + ".path", text, "cannot end with '%s'".formatted(part)));
            }
            case "ImplementationSpecific" -> {
                if (!text.isEmpty() && !text.startsWith("/")) {
                    causes.invalid(at + ".path", text, "must be an absolute path");
                }
            }
            default -> causes.notSupported(at + ".pathType", type, TYPES);
        }
        backend(Json.map(path, "backend"), at + ".backend", causes);
    }

    private static void backend(Map<String, Object> backend, String at, Causes causes) {
        var service = backend.get("service");
        if (backend.get("resource") != null) {
            if (service != null) {
                causes.invalid(at, "", "cannot set both resource and service backends");
            } else {
                reference(Json.map(backend, "resource"), at + ".resource", causes);
            }
        } else if (service == null) {
            causes.invalid(at, "", "resource or service backend is required");
        } else {
            service(Json.map(service), at, causes);
        }
    }

    private static void service(Map<String, Object> service, String at, Causes causes) {
        var name = Json.text(service, "name");
        if (name.isEmpty()) {
            causes.required(at + ".service.name");
        } else {
            causes.invalid(at + ".service.name", name, Names.label1035(name));
        }
        var number = Json.number(service, 0, "port", "number");
        var portName = Json.text(service, "port", "name");
        if (number != 0 && !portName.isEmpty()) {
            causes.invalid(at, "", "cannot set both port name & port number");
        } else if (number != 0) {
            causes.invalid(at + ".service.port.number", number, Names.port(number));
        } else if (!portName.isEmpty()) {
            causes.invalid(at + ".service.port.name", portName, Names.port(portName));
        } else {
            causes.required(at, "port name or number is required");
        }
    }

    /** To an object of any kind. */
    static void reference(Map<String, Object> reference, String at, Causes causes) {
        if (reference.get("apiGroup") != null) {
            causes.invalid(at + ".apiGroup", reference.get("apiGroup"), Names.subdomain(Json.text(reference, "apiGroup")));
        }
        for (var field : List.of("kind", "name")) {
            var text = Json.text(reference, field);
            if (text.isEmpty()) {
                causes.required(at + "." + field, field + " is required");
            } else {
                causes.invalid(at + "." + field, text, Names.pathStep(text));
            }
        }
    }
}
