package demoapp.playground.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** A Service's addresses: from 10.96/16, of IPv4 only. */
final class ServiceAddresses {
    private static final List<String> FIELDS = List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

    private ServiceAddresses() { }

    /** An update that does not name them keeps them; clusterIP stands for the first of clusterIPs. */
    static void keep(Map<String, Object> spec, Map<String, Object> before) {
        if (Json.text(spec, "type").equals("ExternalName")) {
            if (FIELDS.stream().allMatch(field -> spec.get(field) == null
                    || Json.same(spec.get(field), before.get(field)))) {
                FIELDS.forEach(spec::remove);
            }
            return;
        }
        if (Json.text(spec, "clusterIP").isEmpty() && Json.list(spec, "clusterIPs").isEmpty()) {
            for (var field : List.of("clusterIP", "clusterIPs")) {
                Json.set(spec, Json.copyOf(before.get(field)), field);
            }
        } else if (!Json.same(spec.get("clusterIP"), before.get("clusterIP"))
                && Json.same(spec.get("clusterIPs"), before.get("clusterIPs"))
                || spec.get("clusterIPs") == null) {
            Json.set(spec, Json.text(spec, "clusterIP").isEmpty() ? null : List.of(spec.get("clusterIP")),
                    "clusterIPs");
        }
        for (var field : List.of("ipFamilies", "ipFamilyPolicy")) {
            if (spec.get(field) == null) {
                Json.set(spec, Json.copyOf(before.get(field)), field);
            }
        }
    }

    static void validate(Map<String, Object> spec, Causes causes) {
        var address = Json.text(spec, "clusterIP");
        var addresses = Json.texts(spec, "clusterIPs");
        if (address.isEmpty() && !addresses.isEmpty()) {
            causes.invalid("spec.clusterIPs", GoStructs.strings(addresses),
                    "must be empty when `clusterIP` is not specified");
        } else if (!addresses.isEmpty() && !addresses.get(0).equals(address)) {
            causes.invalid("spec.clusterIPs", GoStructs.strings(addresses), "first value must match `clusterIP`");
        }
        var families = Json.texts(spec, "ipFamilies");
        for (var i = 0; i < families.size(); i++) {
            causes.oneOf("spec.ipFamilies[" + i + "]", families.get(i), "IPv4", "IPv6");
            if (families.indexOf(families.get(i)) < i) {
                causes.duplicate("spec.ipFamilies[" + i + "]", families.get(i));
            }
        }
        if (spec.get("ipFamilyPolicy") != null) {
            causes.oneOf("spec.ipFamilyPolicy", spec.get("ipFamilyPolicy"), "PreferDualStack", "RequireDualStack",
                    "SingleStack");
        }
        for (var i = 0; i < addresses.size(); i++) {
            var one = addresses.get(i);
            var field = "spec.clusterIPs[" + i + "]";
            if (one.equals("None") && i == 0) {
                continue;
            }
            causes.invalid(field, one, Names.address(one));
            if (Names.ip(one) && i < families.size() && !address.equals("None")
                    && Names.ipv4(one) != families.get(i).equals("IPv4")) {
                causes.invalid(field, one, "expected an %s value as indicated by `ipFamilies[%d]`"
                        .formatted(families.get(i), i));
            }
        }
    }

    static void validateUpdate(Map<String, Object> spec, Map<String, Object> before, Causes causes) {
        if (Json.text(spec, "type").equals("ExternalName") || Json.text(before, "type").equals("ExternalName")) {
            return;
        }
        var now = Json.texts(spec, "clusterIPs");
        var was = Json.texts(before, "clusterIPs");
        if (!was.isEmpty() && !now.isEmpty() && !now.get(0).equals(was.get(0))) {
            causes.invalid("spec.clusterIPs[0]", GoStructs.strings(now), "may not change once set");
        }
    }

    static void allocate(Map<String, Object> object, Map<String, Object> spec, Map<String, Object> old,
                         Registry registry) {
        if (Json.text(spec, "type").equals("ExternalName")) {
            FIELDS.forEach(spec::remove);
            return;
        }
        var headless = "None".equals(spec.get("clusterIP"));
        // headless without a selector: whatever families its hand-made endpoints have
        var open = headless && Json.map(spec, "selector").isEmpty();
        families(object, spec, open);
        spec.putIfAbsent("ipFamilies", open ? List.of("IPv4", "IPv6") : List.of("IPv4"));
        spec.putIfAbsent("ipFamilyPolicy", open ? "RequireDualStack" : "SingleStack");
        var given = Json.text(spec, "clusterIP");
        if (given.isEmpty()) {
            spec.put("clusterIP", freeAddress(registry));
        } else if (!headless && !given.equals(Json.text(old, "spec", "clusterIP"))) {
            claim(object, given, registry);
        }
        spec.put("clusterIPs", List.of(spec.get("clusterIP")));
    }

    /** The cluster has IPv4 only. */
    private static void families(Map<String, Object> object, Map<String, Object> spec, boolean open) {
        if (open) {
            return;
        }
        var causes = new Causes();
        var families = Json.texts(spec, "ipFamilies");
        if (families.size() > 1 && Json.text(spec, "ipFamilyPolicy").matches("|SingleStack")) {
            causes.invalid("spec.ipFamilyPolicy", "SingleStack",
                    "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified");
        } else {
            if ("RequireDualStack".equals(spec.get("ipFamilyPolicy"))) {
                causes.invalid("spec.ipFamilyPolicy", "RequireDualStack",
                        "this cluster is not configured for dual-stack services");
            }
            for (var i = 0; i < families.size(); i++) {
                if (families.get(i).equals("IPv6")) {
                    causes.invalid("spec.ipFamilies[" + i + "]", "IPv6", "not configured on this cluster");
                }
            }
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid(Kinds.SERVICE, Json.text(object, "metadata", "name"), causes.all());
        }
    }

    private static void claim(Map<String, Object> service, String address, Registry registry) {
        var why = "";
        if (!address.startsWith("10.96.")) {
            why = "the provided IP (%s) is not in the valid range. The range of valid IPs is 10.96.0.0/16"
                    .formatted(address);
        } else if (used(registry).contains(address)) {
            why = "provided IP is already allocated";
        }
        if (!why.isEmpty()) {
            throw ApiException.invalid(Kinds.SERVICE, Json.text(service, "metadata", "name"), List.of(new Cause(
                    "FieldValueInvalid", "Invalid value: []string{%s}: failed to allocate IP %s: %s".formatted(
                            Json.string(address), address, why), "spec.clusterIPs")));
        }
    }

    private static HashSet<String> used(Registry registry) {
        var used = new HashSet<String>();
        registry.store().list(Kinds.SERVICE, "").forEach(service -> used.add(Json.text(service, "spec", "clusterIP")));
        return used;
    }

    private static String freeAddress(Registry registry) {
        var used = used(registry);
        while (true) {
            var address = "10.96." + registry.random(256) + "." + (1 + registry.random(254));
            if (!used.contains(address)) {
                return address;
            }
        }
    }
}
