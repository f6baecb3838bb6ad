package demoapp.playground.node.programs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Store;

/** Who listens where, and the way there through Services: only a ready pod is behind a Service. */
public final class Network {
    /** A pod's address and one of its ports. */
    public record Endpoint(String ip, int port) { }

    private final Store store;
    private final Map<String, List<Program>> programs = new HashMap<>();

    public Network(Store store) {
        this.store = store;
    }

    synchronized void join(String ip, Program program) {
        var here = programs.computeIfAbsent(ip, i -> new ArrayList<>());
        if (!here.contains(program)) {
            here.add(program);
        }
    }

    synchronized void leave(Program program) {
        programs.values().forEach(here -> here.remove(program));
        programs.values().removeIf(List::isEmpty);
    }

    /** The program that listens on that port of that address. */
    public synchronized Optional<Program> at(String ip, int port) {
        return programs.getOrDefault(ip, List.of()).stream().filter(program -> program.listens(port)).findFirst();
    }

    /** The program behind a Service's name (`db`, `db.shop`, `db.shop.svc.cluster.local`) as seen in a namespace. */
    public Optional<Program> behind(String namespace, String host, int port) {
        var name = host.split("\\.");
        return endpoints(name.length > 1 ? name[1] : namespace, name[0], port).stream()
                .map(endpoint -> at(endpoint.ip(), endpoint.port())).flatMap(Optional::stream).findFirst();
    }

    /**
     * The addresses of a name (`db`, `db.shop`, `db-0.db.shop.svc.cluster.local`) as the cluster's DNS knows them in a
     * namespace: a Service's own, or its pods' when it is headless. An address is its own name.
     */
    public List<String> addresses(String namespace, String host) {
        if (host.matches("[\\d.]+")) {
            return List.of(host);
        }
        var name = host.replaceFirst("\\.?$", "").replaceFirst("(\\.cluster\\.local)?$", "").replaceFirst("\\.svc$", "")
                .split("\\.");
        var in = name.length > 1 ? name[name.length - 1] : namespace;
        var service = store.get(Kinds.SERVICE, in, name[0]);
        if (service.isPresent() && name.length < 3) {
            var ip = Json.text(service.get(), "spec", "clusterIP");
            return ip.equals("None") ? podAddresses(in, name[0], "") : ip.isEmpty() ? List.of() : List.of(ip);
        }
        if (name.length == 2 && store.get(Kinds.SERVICE, namespace, name[1]).isPresent()) {
            return podAddresses(namespace, name[1], name[0]);
        }
        return name.length == 3 ? podAddresses(in, name[1], name[0]) : List.of();
    }

    private List<String> podAddresses(String namespace, String service, String hostname) {
        return store.get(Kinds.ENDPOINTS, namespace, service).stream()
                .flatMap(endpoints -> Json.maps(endpoints, "subsets").stream())
                .flatMap(subset -> Json.maps(subset, "addresses").stream())
                .filter(address -> hostname.isEmpty() || hostname.equals(Json.text(address, "hostname"))
                        || hostname.equals(Json.text(address, "targetRef", "name")))
                .map(address -> Json.text(address, "ip")).toList();
    }

    /** The program that answers at a pod's or a Service's address. */
    public Optional<Program> reach(String ip, int port) {
        return store.list(Kinds.SERVICE, "").stream()
                .filter(service -> ip.equals(Json.text(service, "spec", "clusterIP"))).findFirst()
                .map(service -> behind(Json.text(service, "metadata", "namespace"),
                        Json.text(service, "metadata", "name"), port))
                .orElseGet(() -> at(ip, port));
    }

    /** Where the ready pods behind a Service's port are; none when there is no such Service or port. */
    public List<Endpoint> endpoints(String namespace, String service, Object portNumberOrName) {
        var ports = store.get(Kinds.SERVICE, namespace, service).map(s -> Json.maps(s, "spec", "ports"))
                .orElse(List.of());
        return ports.stream().filter(port -> Json.same(port.get("port"), portNumberOrName)
                        || portNumberOrName.equals(port.get("name")))
                .map(port -> endpoints(namespace, service, Json.text(port, "name"))).findFirst().orElse(List.of());
    }

    private List<Endpoint> endpoints(String namespace, String service, String portName) {
        var endpoints = new ArrayList<Endpoint>();
        for (var subset : Json.maps(store.get(Kinds.ENDPOINTS, namespace, service).orElse(Map.of()), "subsets")) {
            for (var port : Json.maps(subset, "ports")) {
                if (portName.equals(Json.text(port, "name"))) {
                    Json.maps(subset, "addresses").forEach(address -> endpoints.add(
                            new Endpoint(Json.text(address, "ip"), (int) Json.number(port, 0, "port"))));
                }
            }
        }
        return endpoints;
    }
}
