package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;

/** Finds fault with a Service's ports. */
final class ServicePortRules {
    private ServicePortRules() { }

    /** Each port for itself, and their names. */
    static void validate(List<Map<String, Object>> ports, Causes causes) {
        var names = new HashSet<String>();
        Causes.each(ports, "spec.ports", (port, at) -> {
            var name = Json.text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                causes.required(at + ".name");
            } else if (!name.isEmpty()) {
                causes.invalid(at + ".name", name, Names.label(name));
                if (!names.add(name)) {
                    causes.duplicate(at + ".name", name);
                }
            }
            var number = Json.number(port, 0, "port");
            causes.invalid(at + ".port", number, Names.port(number));
            causes.oneOf(at + ".protocol", port.get("protocol"), "SCTP", "TCP", "UDP");
            HandlerRules.port(port.get("targetPort"), at + ".targetPort", causes);
            if (port.get("appProtocol") != null) {
                causes.invalid(at + ".appProtocol", port.get("appProtocol"),
                        Names.qualified(Json.text(port, "appProtocol")));
            }
        });
    }

    /** The ports among each other. */
    static void apart(List<Map<String, Object>> ports, String type, Causes causes) {
        var taken = new HashSet<String>();
        Causes.each(ports, "spec.ports", (port, at) -> {
            if (type.equals("ClusterIP") && Json.number(port, 0, "nodePort") != 0) {
                causes.forbidden(at + ".nodePort", "may not be used when `type` is 'ClusterIP'");
            }
        });
        Causes.each(ports, "spec.ports", (port, at) -> {
            if (Json.number(port, 0, "nodePort") != 0
                    && !taken.add(Json.text(port, "protocol") + "node" + Json.text(port, "nodePort"))) {
                causes.duplicate(at + ".nodePort", port.get("nodePort"));
            }
        });
        Causes.each(ports, "spec.ports", (port, at) -> {
            if (!taken.add(Json.text(port, "protocol") + Json.text(port, "port"))) {
                causes.duplicate(at, new Causes.Quoted(("core.ServicePort{Name:\"\", Protocol:%s, AppProtocol:"
                        + "(*string)(nil), Port:%s, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, "
                        + "NodePort:0}").formatted(Json.string(port.get("protocol")), port.get("port"))));
            }
        });
    }
}
