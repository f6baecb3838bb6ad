package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;

/** Finds fault with a pod's volumes. */
final class PodVolumeRules {
    /** The sources in the order in which the API server looks at them. */
    private static final List<String> ORDER = List.of("emptyDir", "hostPath", "gitRepo", "gcePersistentDisk",
            "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd",
            "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile",
            "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected",
            "scaleIO", "csi", "ephemeral", "image");
    private static final String[] FIELDS =
            {"metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"};
    private static final String[] HOST_PATHS = {"", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate",
        "File", "FileOrCreate", "Socket"};
    private static final String MODE = "must be a number between 0 and 0777 (octal), both inclusive";

    private PodVolumeRules() { }

    /** Returns the volumes without a fault, by name. */
    static Map<String, Map<String, Object>> validate(List<Map<String, Object>> volumes, String field, Causes causes) {
        var sound = new HashMap<String, Map<String, Object>>();
        var names = new HashSet<String>();
        Causes.each(volumes, field, (volume, at) -> {
            var found = new Causes();
            source(volume, at, found);
            var name = Json.text(volume, "name");
            if (name.isEmpty()) {
                found.required(at + ".name");
            } else {
                found.invalid(at + ".name", name, Names.label(name));
            }
            if (names.contains(name)) {
                found.duplicate(at + ".name", name);
            }
            if (found.isEmpty()) {
                names.add(name);
                sound.put(name, volume);
            }
            causes.addAll(found);
        });
        return sound;
    }

    private static void source(Map<String, Object> volume, String at, Causes causes) {
        var sources = new ArrayList<>(ORDER.stream().filter(source -> volume.get(source) != null).toList());
        if (sources.isEmpty()) {
            causes.required(at, "must specify a volume type");
            return;
        }
        var first = sources.remove(0);
        source(first, Json.map(volume, first), at + "." + first, causes);
        sources.forEach(more -> causes.forbidden(at + "."
                + (more.equals("downwardAPI") ? "downwarAPI" : more), // as the API server spells it
                 "may not specify more than 1 volume type"));
    }

    private static void source(String type, Map<String, Object> source, String at, Causes causes) {
        switch (type) {
            case "emptyDir" -> {
                if (source.get("sizeLimit") != null && Quantity.value(Json.text(source, "sizeLimit")).signum() < 0) {
                    causes.forbidden(at + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
                }
            }
            case "hostPath" -> hostPath(source, at, causes);
            case "secret" -> files(source, "secretName", at, causes);
            case "configMap" -> files(source, "name", at, causes);
            case "nfs" -> nfs(source, at, causes);
            case "persistentVolumeClaim" -> needed(source, "claimName", at, causes);
            case "downwardAPI" -> {
                mode(source.get("defaultMode"), at + ".defaultMode", causes);
                Json.maps(source, "items").forEach(item -> field(item, at, causes));
            }
            case "projected" -> projected(source, at, causes);
            case "csi" -> {
                needed(source, "driver", at, causes);
                causes.invalid(at + ".driver", Json.text(source, "driver"), Names.subdomain(Json.text(source, "driver")
                        .toLowerCase()));
            }
            case "ephemeral" -> {
                if (source.get("volumeClaimTemplate") == null) {
                    causes.required(at + ".volumeClaimTemplate");
                } else {
                    ClaimRules.spec(Json.map(source, "volumeClaimTemplate", "spec"),
                            at + ".volumeClaimTemplate.spec", causes);
                }
            }
            default -> { } // the disks of providers, which nothing here could mount
        }
    }

    private static void needed(Map<String, Object> source, String name, String at, Causes causes) {
        if (Json.text(source, name).isEmpty()) {
            causes.required(at + "." + name);
        }
    }

    static void hostPath(Map<String, Object> source, String at, Causes causes) {
        var path = Json.text(source, "path");
        if (path.isEmpty()) {
            causes.required(at + ".path");
            return;
        }
        MountRules.noBacksteps(path, at + ".path", causes);
        if (source.get("type") != null) {
            causes.oneOf(at + ".type", source.get("type"), HOST_PATHS);
        }
    }

    static void nfs(Map<String, Object> source, String at, Causes causes) {
        needed(source, "server", at, causes);
        needed(source, "path", at, causes);
        if (!Json.text(source, "path").startsWith("/")) {
            causes.invalid(at + ".path", Json.text(source, "path"), "must be an absolute path");
        }
    }

    private static void files(Map<String, Object> source, String name, String at, Causes causes) {
        needed(source, name, at, causes);
        mode(source.get("defaultMode"), at + ".defaultMode", causes);
        Causes.each(Json.maps(source, "items"), at + ".items", (item, here) -> file(item, here, causes));
    }

    private static void mode(Object mode, String field, Causes causes) {
        if (mode instanceof Number number && (number.longValue() < 0 || number.longValue() > 0777)) {
            causes.invalid(field, mode, MODE);
        }
    }

    private static void file(Map<String, Object> item, String at, Causes causes) {
        needed(item, "key", at, causes);
        path(item, at, causes);
        mode(item.get("mode"), at + ".mode", causes);
    }

    private static void path(Map<String, Object> item, String at, Causes causes) {
        needed(item, "path", at, causes);
        local(Json.text(item, "path"), at + ".path", causes);
    }

    private static void local(String path, String field, Causes causes) {
        MountRules.relative(path, field, causes);
        if (path.startsWith("..") && !path.startsWith("../")) {
            causes.invalid(field, path, "must not start with '..'");
        }
    }

    private static void field(Map<String, Object> item, String at, Causes causes) {
        path(item, at, causes);
        if (item.get("fieldRef") != null) {
            EnvironmentRules.field(Json.map(item, "fieldRef"), at + ".fieldRef", causes, FIELDS);
            if (item.get("resourceFieldRef") != null) {
                causes.invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (item.get("resourceFieldRef") != null) {
            EnvironmentRules.resource(Json.map(item, "resourceFieldRef"), at + ".resourceFieldRef", true, causes);
        } else {
            causes.required(at, "one of fieldRef and resourceFieldRef is required");
        }
        mode(item.get("mode"), at + ".mode", causes);
    }

    private static void projected(Map<String, Object> volume, String at, Causes causes) {
        mode(volume.get("defaultMode"), at + ".defaultMode", causes);
        var paths = new HashSet<String>();
        Causes.each(Json.maps(volume, "sources"), at + ".sources", (source, here) -> {
            for (var type : List.of("secret", "configMap")) {
                if (source.get(type) != null) {
                    var projection = Json.map(source, type);
                    needed(projection, "name", here + "." + type, causes);
                    Causes.each(Json.maps(projection, "items"), here + "." + type + ".items", (item, there) -> {
                        file(item, there, causes);
                        once(Json.text(item, "path"), Json.text(projection, "name"), paths, at, causes);
                    });
                }
            }
            for (var item : Json.maps(source, "downwardAPI", "items")) {
                field(item, here + ".downwardAPI", causes);
                once(Json.text(item, "path"), Json.text(item, "path"), paths, at, causes);
            }
            if (source.get("serviceAccountToken") != null) {
                token(Json.map(source, "serviceAccountToken"), here + ".serviceAccountToken", at, causes);
            }
            if (source.values().stream().filter(Map.class::isInstance).count() > 1) {
                causes.forbidden(here, "may not specify more than 1 volume type per source");
            }
        });
    }

    private static void once(String path, String shown, Set<String> paths, String at, Causes causes) {
        if (!path.isEmpty() && !paths.add(path)) {
            causes.invalid(at, shown, "conflicting duplicate paths");
        }
    }

    private static void token(Map<String, Object> token, String at, String volume, Causes causes) {
        var seconds = Json.number(token, 0, "expirationSeconds");
        if (seconds < 600) {
            causes.invalid(at + ".expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > 1L << 32) {
            causes.invalid(at + ".expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }
        if (Json.text(token, "path").isEmpty()) {
            causes.required(volume + ".path");
        } else {
            local(Json.text(token, "path"), volume + ".path", causes);
        }
    }
}
