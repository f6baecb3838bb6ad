package demoapp.playground.schema;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import demoapp.json.Json;
import demoapp.playground.schema.GoValue.Kind;
import demoapp.playground.schema.GoValue.Part;
import demoapp.playground.schema.Type.Form;

/** The API's objects as the API server holds them: its internal types name and order some fields otherwise. */
public final class GoTypes {
    /** Fields whose names do not just begin with a capital; "Struct.field" is for that struct only. */
    private static final Map<String, String> NAMES = names("""
            dnsPolicy DNSPolicy dnsConfig DNSConfig apiGroup APIGroup apiVersion APIVersion pdName PDName fsType FSType
            iqn IQN iscsi ISCSI iscsiInterface ISCSIInterface chapAuthDiscovery DiscoveryCHAPAuth
            chapAuthSession SessionCHAPAuth wwids WWIDs sslEnabled SSLEnabled httpHeaders HTTPHeaders httpGet HTTPGet
            tcpSocket TCPSocket grpc GRPC tty TTY ip IP uid UID nfs NFS rbd RBD fc FC csi CSI cephfs CephFS
            storageos StorageOS os OS seLinuxOptions SELinuxOptions seLinuxChangePolicy SELinuxChangePolicy
            gmsaCredentialSpecName GMSACredentialSpecName gmsaCredentialSpec GMSACredentialSpec
            gcePersistentDisk GCEPersistentDisk awsElasticBlockStore AWSElasticBlockStore diskURI DataDiskURI
            fsGroup FSGroup fsGroupChangePolicy FSGroupChangePolicy
            endpoints EndpointsName monitors CephMonitors CephFSVolumeSource.monitors Monitors
            CephFSPersistentVolumeSource.monitors Monitors RBDVolumeSource.image RBDImage RBDVolumeSource.pool RBDPool
            RBDVolumeSource.user RadosUser RBDPersistentVolumeSource.image RBDImage
            RBDPersistentVolumeSource.pool RBDPool RBDPersistentVolumeSource.user RadosUser metadata ObjectMeta
            """);
    /** Structs whose first fields are a struct of their own; it has the fields up to this one. */
    private static final Map<String, List<String>> EMBEDDED = Map.of("Probe", List.of("ProbeHandler", "grpc"),
            "EphemeralContainer", List.of("EphemeralContainerCommon", "tty"));
    /** Other orders: the fields that come before a field. */
    private static final Map<String, String> BEFORE = names("""
            PodSpec.setHostnameAsFQDN affinity PodSpec.preemptionPolicy dnsConfig PodSpec.overhead enableServiceLinks
            Volume.quobyte flexVolume PersistentVolumeSource.quobyte iscsi PersistentVolumeSource.flexVolume cinder
            """);
    private static final List<String> HOST = List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace",
            "hostUsers");
    private static final Map<String, String> NAMED = Map.of("accessModes", "core.PersistentVolumeAccessMode",
            "add", "core.Capability", "drop", "core.Capability", "matchExpressions", "v1.LabelSelectorRequirement");
    private static final List<String> META = List.of("LabelSelector", "LabelSelectorRequirement", "ObjectMeta",
            "OwnerReference", "ManagedFieldsEntry");

    private GoTypes() { }

    /** How an object of a type differs from what it was, as cmp.Diff shows it. */
    public static String diff(String type, Object old, Object fresh) {
        return GoReport.of(struct(type, old), struct(type, fresh));
    }

    /** A struct as %#v prints it. */
    public static String dump(String type, Object value) {
        return struct(type, value).dump();
    }

    private static Map<String, String> names(String text) {
        var names = new LinkedHashMap<String, String>();
        var words = text.trim().split("\\s+");
        for (var i = 0; i < words.length; i += 2) {
            names.put(words[i], words[i + 1]);
        }
        return names;
    }

    private static String name(String type) {
        return (META.contains(type) ? "v1." : type.startsWith("PodFailurePolicy") ? "batch." : "core.") + type;
    }

    /** The struct's fields in the order of the internal type. */
    private static List<Type.Field> fields(String type) {
        var source = type.equals("PersistentVolumeSource");
        var fields = new ArrayList<>(Schema.of(source ? "PersistentVolumeSpec" : type).fields.values());
        if (source) {
            fields.removeIf(field -> !field.pointer() || !field.type().struct()
                    || List.of("claimRef", "nodeAffinity").contains(field.name()));
        }
        if (type.equals("PodSpec")) {
            fields.removeIf(field -> HOST.contains(field.name()) || field.name().equals("serviceAccount"));
        }
        if (type.equals("PodSecurityContext")) {
            var pod = Schema.of("PodSpec").fields;
            fields.addAll(0, HOST.stream().map(pod::get).toList());
            move(fields, "fsGroupChangePolicy", "sysctls");
        }
        BEFORE.forEach((field, before) -> {
            if (field.startsWith(type + ".")) {
                move(fields, field.substring(type.length() + 1), before);
            }
        });
        return fields;
    }

    private static void move(List<Type.Field> fields, String name, String before) {
        var field = fields.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        fields.remove(field);
        for (var i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(before)) {
                fields.add(i, field);
                return;
            }
        }
    }

    private static GoValue struct(String type, Object value) {
        var map = value;
        if (type.equals("PodSpec") && value != null) {
            var spec = Json.copyOf(value);
            for (var field : HOST) {
                if (Json.at(spec, field) != null) {
                    Json.child(Json.map(spec), "securityContext").put(field, Json.at(spec, field));
                }
            }
            map = spec;
        }
        var parts = new ArrayList<Part>();
        for (var field : fields(type)) {
            parts.add(new Part(NAMES.getOrDefault(type + "." + field.name(), NAMES.getOrDefault(field.name(),
                    field.name().substring(0, 1).toUpperCase() + field.name().substring(1))),
                    field(type, field, Json.at(map, field.name()))));
        }
        return GoValue.of(Kind.STRUCT, name(type), embedded(type, parts));
    }

    private static List<Part> embedded(String type, List<Part> parts) {
        var own = EMBEDDED.get(type);
        if (own != null) {
            var last = parts.stream().map(Part::key).toList()
                    .indexOf(NAMES.getOrDefault(own.get(1), own.get(1)));
            return embed(own.get(0), parts, 0, last + 1);
        }
        if (type.equals("Volume")) {
            return embed("VolumeSource", parts, 1, parts.size());
        }
        return type.matches("(ConfigMap|Secret)(VolumeSource|Projection|KeySelector|EnvSource)")
                && !type.equals("SecretVolumeSource") ? embed("LocalObjectReference", parts, 0, 1) : parts;
    }

    private static List<Part> embed(String type, List<Part> parts, int from, int to) {
        var all = new ArrayList<>(parts.subList(0, from));
        all.add(new Part(type, GoValue.of(Kind.STRUCT, name(type), List.copyOf(parts.subList(from, to)))));
        all.addAll(parts.subList(to, parts.size()));
        return all;
    }

    private static GoValue field(String owner, Type.Field field, Object value) {
        var pointer = field.pointer() && !(owner.equals("ServiceAccountTokenProjection")
                && field.name().equals("expirationSeconds"));
        if (pointer && value == null) {
            return GoValue.of(Kind.POINTER, "*" + (field.type().struct() ? name(field.type().name) : field.type().name), null);
        }
        var target = value(field.name(), field.type(), value);
        if (!pointer) {
            return target;
        }
        var string = "PersistentVolumeClaimTemplate".equals(field.type().name) ? metadata(Json.map(value, "metadata"))
                : field.type().form == Form.QUANTITY ? Quantity.canonical(value.toString())
                : "LabelSelector".equals(field.type().name) ? selector(value) : null;
        return new GoValue(Kind.POINTER, "*" + target.type(), null, List.of(new Part("", target)), null, string);
    }

    private static GoValue value(String field, Type type, Object value) {
        return switch (type.form) {
            case STRUCT -> struct(type.name, value);
            case LIST -> list(NAMED.getOrDefault(field, ""), type, value);
            case MAP -> map(type, value);
            case BOOLEAN -> GoValue.scalar(Kind.TRUTH, "bool", Boolean.TRUE.equals(value));
            case INT32, INT64 -> GoValue.number(type.name, value instanceof Number number ? number.longValue() : 0);
            case QUANTITY -> quantity(value);
            case INT_OR_STRING -> either(value);
            default -> GoValue.text(value == null ? "" : value.toString());
        };
    }

    private static GoValue list(String named, Type type, Object value) {
        var element = type.element;
        var names = element.struct() ? name(element.name) : named.isEmpty() || !named.startsWith("core.")
                ? element.name : named;
        return GoValue.of(Kind.SLICE, "[]" + names, value == null ? null : ((List<?>) value).stream()
                .map(item -> new Part("", value("", element, item))).toList());
    }

    private static GoValue map(Type type, Object value) {
        var amounts = type.element.form == Form.QUANTITY;
        return GoValue.of(Kind.MAP, amounts ? "core.ResourceList" : "map[string]string", value == null ? null
                : new TreeMap<>(Json.map(value)).entrySet().stream()
                .map(e -> new Part((amounts ? "s" : "") + GoQuote.of(e.getKey()), value("", type.element, e.getValue())))
                .toList());
    }

    private static GoValue either(Object value) {
        var text = value instanceof String;
        return GoValue.of(Kind.STRUCT, "intstr.IntOrString", List.of(
                new Part("Type", GoValue.number("intstr.Type", text ? 1 : 0)),
                new Part("IntVal", GoValue.number("int32", value instanceof Number number ? number.longValue() : 0)),
                new Part("StrVal", GoValue.text(text ? value.toString() : ""))));
    }

    /** As the API server holds what it has read: digits and scale as written, and the text where it is canonical. */
    private static GoValue quantity(Object value) {
        var text = value == null ? "" : value.toString();
        var binary = text.endsWith("i");
        var number = Quantity.value(text.isEmpty() ? "0" : text);
        var digits = text.replaceAll("[^0-9]", "");
        var power = 10 * (1 + Math.max(0, "KMGTPE".indexOf(text.replaceAll("[^KMGTPE]", ""))));
        var large = binary && (text.contains(".") || 14 - digits.length() - power * 3 / 10 < 0);
        var exponent = 3 * ("num kMGTPE".indexOf(text.matches(".*[a-zA-Z]") ? text.charAt(text.length() - 1) : ' ') - 3);
        var scale = binary ? 0 : exponent - (text.contains(".") ? text.length() - text.replaceFirst("[a-zA-Z]+$", "")
                .indexOf('.') - 1 - (exponent == 0 ? 0 : 1) : 0);
        var units = large || digits.isEmpty() ? 0 : binary ? number.longValue() : number.signum() * Long.parseLong(digits);
        var kept = text.equals("0") || !large && !text.isEmpty() && (binary ? Long.parseLong(digits) % 8 != 0
                : scale % 3 == 0 && !digits.endsWith("000") && !digits.startsWith("0"));
        var amount = GoValue.of(Kind.STRUCT, "resource.int64Amount", List.of(
                new Part("value", GoValue.number("int64", units)),
                new Part("scale", GoValue.number("resource.Scale", text.equals("0") || large ? 0 : scale))));
        var decimal = new GoValue(Kind.STRUCT, "resource.infDecAmount", null, large
                ? List.of(new Part("Dec", GoValue.text("…"))) : List.of(), null,
                number.setScale(3, RoundingMode.UP).toPlainString());
        return new GoValue(Kind.STRUCT, "resource.Quantity", null, List.of(new Part("i", amount), new Part("d", decimal),
                new Part("s", GoValue.text(kept ? text : "")), new Part("Format", GoValue.text(value == null ? ""
                : binary ? "BinarySI" : "DecimalSI"))), number.stripTrailingZeros(), null);
    }

    /** The beginning of what ObjectMeta's String method gives: no more of it is ever shown. */
    private static String metadata(Map<String, Object> metadata) {
        return ("&ObjectMeta{Name:%s,GenerateName:%s,Namespace:%s,SelfLink:,UID:,ResourceVersion:,Generation:0,"
                + "CreationTimestamp:0001-01-01 00:00:00 +0000 UTC,DeletionTimestamp:<nil>,"
                + "DeletionGracePeriodSeconds:nil,Labels:").formatted(Json.text(metadata, "name"),
                        Json.text(metadata, "generateName"), Json.text(metadata, "namespace"));
    }

    /** What a LabelSelector's String method gives. */
    private static String selector(Object selector) {
        var labels = new TreeMap<>(Json.map(selector, "matchLabels")).entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + ",").collect(Collectors.joining("", "map[string]string{", "}"));
        var expressions = Json.maps(selector, "matchExpressions").stream().map(e ->
                "LabelSelectorRequirement{Key:%s,Operator:%s,Values:%s,},".formatted(e.get("key"), e.get("operator"),
                        GoText.of(Json.list(e, "values")))).collect(Collectors.joining());
        return "&LabelSelector{MatchLabels:%s,MatchExpressions:[]LabelSelectorRequirement{%s},}"
                .formatted(labels, expressions);
    }
}
