package demoapp.playground.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.controllers.Events;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * The Ingresses of the class `playground` (or of none, while that is the default), oldest first: their routes, their
 * certificates, and the address that they get. On the clock's thread only.
 */
final class Ingresses {
    static final String CONTROLLER = "playground-ingress";
    private static final String CLASS = "playground";
    private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    private final Registry registry;
    private final Store store;
    private final Events events;
    private final Set<String> told = new HashSet<>();

    Ingresses(Registry registry) {
        this.registry = registry;
        this.store = registry.store();
        this.events = new Events(registry, CONTROLLER);
    }

    List<Map<String, Object>> served() {
        var noClass = store.get(Kinds.INGRESS_CLASS, "", CLASS)
                .filter(c -> Json.text(c, "metadata", "annotations", DEFAULT).equals("true")).isPresent();
        return store.list(Kinds.INGRESS, "").stream()
                .filter(ingress -> className(ingress).equals(CLASS) || noClass && className(ingress).isEmpty())
                .sorted(Comparator.comparing((Map<String, Object> i) -> Json.text(i, "metadata", "creationTimestamp")))
                .toList();
    }

    private static String className(Map<String, Object> ingress) {
        var name = Json.text(ingress, "spec", "ingressClassName");
        return name.isEmpty() ? Json.text(ingress, "metadata", "annotations", "kubernetes.io/ingress.class") : name;
    }

    /** Shows where each of them is reached. */
    void publish(List<Map<String, Object>> ingresses, int port) {
        var address = Json.object("ip", "127.0.0.1",
                "ports", List.of(Json.object("port", port, "protocol", "TCP")));
        var status = Json.object("loadBalancer", Json.object("ingress", List.of(address)));
        for (var ingress : ingresses) {
            if (!Json.same(status, ingress.get("status"))) {
                publish(ingress, status);
            }
        }
    }

    private void publish(Map<String, Object> ingress, Map<String, Object> status) {
        try {
            registry.updateStatus(Kinds.INGRESS, Json.text(ingress, "metadata", "namespace"),
                    Json.text(ingress, "metadata", "name"), CONTROLLER, fresh -> {
                        fresh.put("status", Json.copy(status));
                        return fresh;
                    });
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    /**
     * The certificate of each host: that of the tls entry which names it; one that names none is for all the Ingress's
     * hosts. As with ingress-nginx, a certificate is not served for a host that it is not made out for. A warning tells
     * of what is missing.
     */
    Map<String, TlsCertificate> certificates(List<Map<String, Object>> ingresses) {
        var byHost = new LinkedHashMap<String, TlsCertificate>();
        var bySecret = new HashMap<String, Optional<TlsCertificate>>();
        var faults = new HashSet<String>();
        for (var ingress : ingresses) {
            for (var tls : Json.maps(ingress, "spec", "tls")) {
                var secret = Json.text(tls, "secretName");
                if (secret.isEmpty()) {
                    continue;
                }
                var certificate = bySecret.computeIfAbsent(Json.text(ingress, "metadata", "namespace") + "/" + secret,
                        name -> read(ingress, secret, faults));
                certificate.ifPresent(c -> hosts(ingress, tls, c).forEach(host -> {
                    if (c.covers(host)) {
                        byHost.putIfAbsent(host, c);
                    } else {
                        warn(ingress, "the certificate in Secret \"%s\" is not made out for %s".formatted(secret, host),
                                faults);
                    }
                }));
            }
        }
        told.retainAll(faults);
        return byHost;
    }

    private static List<String> hosts(Map<String, Object> ingress, Map<String, Object> tls, TlsCertificate certificate) {
        var named = Json.texts(tls, "hosts").stream().map(Hosts::plain).toList();
        return !named.isEmpty() ? named : Json.maps(ingress, "spec", "rules").stream()
                .map(rule -> Hosts.plain(Json.text(rule, "host"))).filter(certificate::covers).toList();
    }

    private Optional<TlsCertificate> read(Map<String, Object> ingress, String name, Set<String> faults) {
        var secret = store.get(Kinds.SECRET, Json.text(ingress, "metadata", "namespace"), name);
        if (secret.isEmpty()) {
            warn(ingress, "Secret \"%s\" not found".formatted(name), faults);
            return Optional.empty();
        }
        try {
            return Optional.of(TlsCertificate.parse(text(secret.get(), "tls.crt"), text(secret.get(), "tls.key")));
        } catch (IOException | IllegalArgumentException broken) {
            warn(ingress, "Secret \"%s\": %s".formatted(name, broken.getMessage()), faults);
            return Optional.empty();
        }
    }

    private static String text(Map<String, Object> secret, String key) {
        return new String(Base64.getDecoder().decode(Json.text(secret, "data", key)), StandardCharsets.UTF_8);
    }

    private void warn(Map<String, Object> ingress, String what, Set<String> faults) {
        var fault = Json.text(ingress, "metadata", "uid") + what;
        faults.add(fault);
        if (told.add(fault)) {
            events.warning(ingress, "NoCertificate", what + "; the playground's default certificate is served");
        }
    }
}
