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
    private final Store store;
    private final Map<String, List<Program>> programs = new HashMap<>();

    public Network(Store store) {
        this.store = store;
    }

    void join(String ip, Program program) {
        var here = programs.computeIfAbsent(ip, i -> new ArrayList<>());
        if (!here.contains(program)) {
            here.add(program);
        }
    }

    void leave(Program program) {
        programs.values().forEach(here -> here.remove(program));
        programs.values().removeIf(List::isEmpty);
    }

    /** The program that listens on that port of that address. */
    public Optional<Program> at(String ip, int port) {
        return programs.getOrDefault(ip, List.of()).stream().filter(program -> program.listens(port)).findFirst();
    }

    /** The program behind a Service's name (`db`, `db.shop`, `db.shop.svc.cluster.local`) as seen in a namespace. */
    public Optional<Program> behind(String namespace, String host, int port) {
        var name = host.split("\\.");
        var in = name.length > 1 ? name[1] : namespace;
        var service = store.get(Kinds.SERVICE, in, name[0]);
        var endpoints = store.get(Kinds.ENDPOINTS, in, name[0]);
        if (service.isEmpty() || endpoints.isEmpty()) {
            return Optional.empty();
        }
        for (var servicePort : Json.maps(service.get(), "spec", "ports")) {
            if (Json.number(servicePort, 0, "port") == port) {
                return behind(endpoints.get(), Json.text(servicePort, "name"));
            }
        }
        return Optional.empty();
    }

    private Optional<Program> behind(Map<String, Object> endpoints, String portName) {
        for (var subset : Json.maps(endpoints, "subsets")) {
            for (var port : Json.maps(subset, "ports")) {
                if (portName.equals(Json.text(port, "name"))) {
                    return Json.maps(subset, "addresses").stream()
                            .map(address -> at(Json.text(address, "ip"), (int) Json.number(port, 0, "port")))
                            .flatMap(Optional::stream)
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }
}
