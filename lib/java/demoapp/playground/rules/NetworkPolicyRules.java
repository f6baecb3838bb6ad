package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** NetworkPolicy: stored only; every pod reaches every other. */
final class NetworkPolicyRules extends Rules {
    @Override
    boolean counted() {
        return true;
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        for (var direction : List.of("ingress", "egress")) {
            Json.maps(spec, direction).stream().flatMap(rule -> Json.maps(rule, "ports").stream())
                    .forEach(port -> port.putIfAbsent("protocol", "TCP"));
        }
        if (Json.list(spec, "policyTypes").isEmpty()) {
            var types = new ArrayList<Object>(List.of("Ingress"));
            if (!Json.list(spec, "egress").isEmpty()) {
                types.add("Egress");
            }
            spec.put("policyTypes", types);
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        Json.set(object, 1, "metadata", "generation");
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        SelectorRules.validate(Json.map(spec, "podSelector"), "spec.podSelector", causes);
        rules(spec, "ingress", "from", causes);
        rules(spec, "egress", "to", causes);
        var types = Json.texts(spec, "policyTypes");
        if (types.size() > 2) {
            causes.invalid("spec.policyTypes", GoStructs.named("networking.PolicyType", types),
                    "may not specify more than two policyTypes");
            return;
        }
        for (var i = 0; i < types.size(); i++) {
            causes.oneOf("spec.policyTypes[" + i + "]", types.get(i), "Ingress", "Egress");
        }
    }

    private static void rules(Map<String, Object> spec, String direction, String peers, Causes causes) {
        Causes.each(Json.maps(spec, direction), "spec." + direction, (rule, at) -> {
            Causes.each(Json.maps(rule, "ports"), at + ".ports", (port, here) -> port(port, here, causes));
            Causes.each(Json.maps(rule, peers), at + "." + peers, (peer, here) -> peer(peer, here, causes));
        });
    }

    private static void port(Map<String, Object> port, String at, Causes causes) {
        causes.oneOf(at + ".protocol", port.get("protocol"), "TCP", "UDP", "SCTP");
        var end = port.get("endPort");
        if (port.get("port") instanceof Number number) {
            causes.invalid(at + ".port", number, Names.port(number.longValue()));
            if (end != null) {
                if (Json.number(port, 0, "endPort") < number.longValue()) {
                    causes.invalid(at + ".endPort", number, "must be greater than or equal to `port`");
                }
                causes.invalid(at + ".endPort", end, Names.port(Json.number(port, 0, "endPort")));
            }
        } else {
            if (end != null) {
                causes.invalid(at + ".endPort", end, "may not be specified when `port` is "
                        + (port.get("port") == null ? "not specified" : "non-numeric"));
            }
            if (port.get("port") instanceof String name) {
                causes.invalid(at + ".port", name, Names.port(name));
            }
        }
    }

    private static void except(String cidr, List<String> exceptions, String at, Causes causes) {
        for (var i = 0; i < exceptions.size(); i++) {
            var one = exceptions.get(i);
            var faults = Names.cidr(one);
            causes.invalid(at + "[" + i + "]", one, faults);
            if (faults.isEmpty() && Names.cidr(cidr).isEmpty() && !Names.inside(one, cidr)) {
                causes.invalid(at + "[" + i + "]", one, "must be a strict subset of `cidr`");
            }
        }
    }

    private static void peer(Map<String, Object> peer, String at, Causes causes) {
        var selectors = 0;
        for (var selector : List.of("podSelector", "namespaceSelector")) {
            if (peer.get(selector) != null) {
                selectors++;
                SelectorRules.validate(Json.map(peer, selector), at + "." + selector, causes);
            }
        }
        var block = Json.map(peer, "ipBlock");
        if (peer.get("ipBlock") != null) {
            if (Json.text(block, "cidr").isEmpty()) {
                causes.required(at + ".ipBlock.cidr");
            } else {
                causes.invalid(at + ".ipBlock.cidr", block.get("cidr"), Names.cidr(Json.text(block, "cidr")));
                except(Json.text(block, "cidr"), Json.texts(block, "except"), at + ".ipBlock.except", causes);
            }
        }
        if (selectors == 0 && peer.get("ipBlock") == null) {
            causes.required(at, "must specify a peer");
        } else if (selectors > 0 && peer.get("ipBlock") != null) {
            causes.forbidden(at, "may not specify both ipBlock and another peer");
        }
    }
}
