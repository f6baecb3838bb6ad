package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** Service: an address from 10.96/16 and, where its type says so, node ports from 30000-32767. */
final class ServiceRules extends Rules {
    private static final int FIRST_NODE_PORT = 30000;
    private static final int LAST_NODE_PORT = 32767;
    private static final List<String> ADDRESSES =
            List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

    @Override
    String nameError(String name) {
        return Names.label1035(name);
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("sessionAffinity", "None");
        spec.putIfAbsent("type", "ClusterIP");
        if (spec.get("sessionAffinity").equals("ClientIP")) {
            Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP").putIfAbsent("timeoutSeconds", 10800);
        } else {
            spec.remove("sessionAffinityConfig");
        }
        for (var port : Json.maps(spec, "ports")) {
            port.putIfAbsent("protocol", "TCP");
            if (Objects.equals(port.get("targetPort"), 0) || Objects.equals(port.get("targetPort"), "")) {
                port.put("targetPort", port.get("port"));
            }
        }
        var type = spec.get("type");
        if (outside(type)) {
            spec.putIfAbsent("externalTrafficPolicy", "Cluster");
        }
        if (!type.equals("ExternalName")) {
            spec.putIfAbsent("internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            spec.putIfAbsent("allocateLoadBalancerNodePorts", true);
        }
    }

    private static boolean outside(Object type) {
        return Objects.equals(type, "NodePort") || Objects.equals(type, "LoadBalancer");
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("loadBalancer", Json.object()));
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var type = Json.text(spec, "type");
        var ports = Json.maps(spec, "ports");
        if (type.equals("ExternalName")) {
            if (Json.text(spec, "externalName").isEmpty()) {
                causes.required("spec.externalName");
            }
        } else if (ports.isEmpty() && !Json.text(spec, "clusterIP").equals("None")) {
            causes.required("spec.ports");
        }
        if (!List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort").contains(type)) {
            causes.notSupported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        }
        ports(ports, causes);
    }

    private static void ports(List<Map<String, Object>> ports, Causes causes) {
        var names = new HashSet<String>();
        var numbers = new HashSet<String>();
        for (var i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var at = "spec.ports[" + i + "]";
            var name = Json.text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                causes.required(at + ".name");
            } else if (!name.isEmpty() && !names.add(name)) {
                causes.duplicate(at + ".name", name);
            }
            PodSpecRules.port(Json.number(port, 0, "port"), at + ".port", causes);
            var protocol = Json.text(port, "protocol");
            if (!List.of("SCTP", "TCP", "UDP").contains(protocol)) {
                causes.notSupported(at + ".protocol", protocol, "SCTP", "TCP", "UDP");
            }
            target(port.get("targetPort"), at + ".targetPort", causes);
            if (!numbers.add(protocol + Json.text(port, "port"))) {
                causes.duplicate(at, new Causes.Quoted(("core.ServicePort{Name:\"\", Protocol:\"%s\", AppProtocol:"
                        + "(*string)(nil), Port:%s, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, "
                        + "NodePort:0}").formatted(protocol, port.get("port"))));
            }
        }
    }

    private static void target(Object target, String field, Causes causes) {
        if (target instanceof String name && (name.length() > 15 || !name.matches("[-a-z0-9]+"))) {
            causes.invalid(field, name, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        } else if (target instanceof Number number) {
            PodSpecRules.port(number.longValue(), field, causes);
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        var before = Json.text(old, "spec", "clusterIP");
        var after = Json.text(object, "spec", "clusterIP");
        if (!before.isEmpty() && !after.equals(before) && !after.isEmpty()
                && !Json.text(object, "spec", "type").equals("ExternalName")) {
            causes.invalid("spec.clusterIPs[0]", new Causes.Quoted("[]string{\"" + after + "\"}"),
                    "may not change once set");
        }
    }

    /** Addresses and node ports are kept over updates that do not name them, and given back by ExternalName. */
    @Override
    public void allocate(Map<String, Object> object, Map<String, Object> old, Registry registry) {
        var spec = Json.child(object, "spec");
        var type = Json.text(spec, "type");
        if (type.equals("ExternalName")) {
            ADDRESSES.forEach(spec::remove);
            spec.remove("internalTrafficPolicy");
        } else {
            address(spec, old, registry);
        }
        if (!outside(type)) {
            spec.remove("externalTrafficPolicy");
            spec.remove("allocateLoadBalancerNodePorts");
        }
        nodePorts(object, spec, outside(type), old, registry);
    }

    private static void address(Map<String, Object> spec, Map<String, Object> old, Registry registry) {
        if (old != null && !spec.containsKey("clusterIP") && Json.at(old, "spec", "clusterIP") != null) {
            ADDRESSES.forEach(field -> Json.set(spec, Json.copyOf(Json.at(old, "spec", field)), field));
        }
        spec.computeIfAbsent("clusterIP", field -> freeAddress(registry));
        spec.putIfAbsent("clusterIPs", List.of(spec.get("clusterIP")));
        // headless without a selector: whatever families its hand-made endpoints have
        var open = spec.get("clusterIP").equals("None") && Json.map(spec, "selector").isEmpty();
        spec.putIfAbsent("ipFamilies", open ? List.of("IPv4", "IPv6") : List.of("IPv4"));
        spec.putIfAbsent("ipFamilyPolicy", open ? "RequireDualStack" : "SingleStack");
    }

    private static String freeAddress(Registry registry) {
        var used = new HashSet<String>();
        registry.store().list(Kinds.SERVICE, "").forEach(service -> used.add(Json.text(service, "spec", "clusterIP")));
        while (true) {
            var address = "10.96." + registry.random(256) + "." + (1 + registry.random(254));
            if (!used.contains(address)) {
                return address;
            }
        }
    }

    private static void nodePorts(Map<String, Object> object, Map<String, Object> spec, boolean outside,
                                  Map<String, Object> old, Registry registry) {
        var used = usedNodePorts(object, registry);
        var ports = new ArrayList<Map<String, Object>>();
        for (var port : Json.maps(spec, "ports")) {
            var copy = Json.copy(port);
            var given = Json.number(copy, 0, "nodePort");
            if (!outside) {
                copy.remove("nodePort");
            } else if (given == 0) {
                copy.put("nodePort", kept(copy, old).orElseGet(() -> free(used, registry)));
            } else if (given < FIRST_NODE_PORT || given > LAST_NODE_PORT) {
                refuse(object, ports.size(), given, "provided port is not in the valid range. The range of valid ports "
                        + "is 30000-32767");
            } else if (used.contains(given)) {
                refuse(object, ports.size(), given, "provided port is already allocated");
            }
            used.add(Json.number(copy, 0, "nodePort"));
            ports.add(copy);
        }
        if (!ports.isEmpty()) {
            spec.put("ports", ports);
        }
    }

    private static Set<Long> usedNodePorts(Map<String, Object> object, Registry registry) {
        var used = new HashSet<Long>();
        for (var service : registry.store().list(Kinds.SERVICE, "")) {
            if (!Json.text(service, "metadata", "uid").equals(Json.text(object, "metadata", "uid"))) {
                Json.maps(service, "spec", "ports").forEach(port -> used.add(Json.number(port, 0, "nodePort")));
            }
        }
        return used;
    }

    private static Optional<Long> kept(Map<String, Object> port, Map<String, Object> old) {
        return Json.maps(old, "spec", "ports").stream().filter(before -> Json.same(before.get("port"), port.get("port"))
                && Json.same(before.get("protocol"), port.get("protocol")) && before.containsKey("nodePort"))
                .map(before -> Json.number(before, 0, "nodePort")).findFirst();
    }

    private static long free(Set<Long> used, Registry registry) {
        while (true) {
            var port = (long) FIRST_NODE_PORT + registry.random(LAST_NODE_PORT - FIRST_NODE_PORT + 1);
            if (!used.contains(port)) {
                return port;
            }
        }
    }

    private static void refuse(Map<String, Object> service, int index, long port, String why) {
        throw ApiException.invalid(Kinds.SERVICE, Json.text(service, "metadata", "name"), List.of(new Cause(
                "FieldValueInvalid", "Invalid value: " + port + ": " + why, "spec.ports[" + index + "].nodePort")));
    }
}
