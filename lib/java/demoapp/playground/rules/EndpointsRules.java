package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;

/** Endpoints. */
final class EndpointsRules extends Rules {
    @Override
    public void defaults(Map<String, Object> object) {
        Json.maps(object, "subsets").stream().flatMap(subset -> Json.maps(subset, "ports").stream())
                .forEach(port -> port.putIfAbsent("protocol", "TCP"));
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        Causes.each(Json.maps(object, "subsets"), "subsets", (subset, at) -> {
            var ready = Json.maps(subset, "addresses");
            var others = Json.maps(subset, "notReadyAddresses");
            if (ready.isEmpty() && others.isEmpty()) {
                causes.required(at, "must specify `addresses` or `notReadyAddresses`");
            }
            Causes.each(ready, at + ".addresses", (address, here) -> address(address, here, causes));
            Causes.each(others, at + ".notReadyAddresses", (address, here) -> address(address, here, causes));
            var ports = Json.maps(subset, "ports");
            Causes.each(ports, at + ".ports", (port, here) -> {
                var name = Json.text(port, "name");
                if (name.isEmpty() && ports.size() > 1) {
                    causes.required(here + ".name");
                } else if (!name.isEmpty()) {
                    causes.invalid(here + ".name", name, Names.label(name));
                }
                causes.invalid(here + ".port", port.get("port"), Names.port(Json.number(port, 0, "port")));
                causes.oneOf(here + ".protocol", port.get("protocol"), "SCTP", "TCP", "UDP");
            });
        });
    }

    private static void address(Map<String, Object> address, String at, Causes causes) {
        var ip = Json.text(address, "ip");
        causes.invalid(at + ".ip", ip, Names.address(ip));
        if (!Names.address(ip).isEmpty()) {
            causes.invalid(at + ".ip", ip, "must be a valid IP address");
        }
        if (address.get("nodeName") != null) {
            causes.invalid(at + ".nodeName", address.get("nodeName"), Names.subdomain(Json.text(address, "nodeName")));
        }
        if (ip.startsWith("127.")) {
            causes.invalid(at + ".ip", ip, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        } else if (ip.equals("0.0.0.0")) {
            causes.invalid(at + ".ip", ip, "may not be unspecified (0.0.0.0 or ::)");
        } else if (ip.startsWith("169.254.") || ip.toLowerCase().startsWith("fe80:")) {
            causes.invalid(at + ".ip", ip, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (!Json.text(address, "hostname").isEmpty()) {
            causes.invalid(at + ".hostname", address.get("hostname"), Names.label(Json.text(address, "hostname")));
        }
    }
}
