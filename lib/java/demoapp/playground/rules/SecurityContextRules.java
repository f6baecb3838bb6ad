package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;

import demoapp.json.Json;

/** Finds fault with the security contexts of a pod and of a container. */
final class SecurityContextRules {
    private static final Pattern SYSCTL =
            Pattern.compile("([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?");

    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private SecurityContextRules() { }

    static void container(Map<String, Object> container, String at, Causes causes) {
        var context = Json.map(container, "securityContext");
        causes.between(at + ".runAsUser", context.get("runAsUser"), 0, Integer.MAX_VALUE);
        causes.between(at + ".runAsGroup", context.get("runAsGroup"), 0, Integer.MAX_VALUE);
        seccomp(context, at + ".seccompProfile", causes);
        if (Boolean.FALSE.equals(context.get("allowPrivilegeEscalation"))) {
            if (Json.truth(context, "privileged")) {
                causes.invalid(at, GoStructs.dump("SecurityContext", context),
                        "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
            }
            if (Json.texts(context, "capabilities", "add").contains("CAP_SYS_ADMIN")) {
                causes.invalid(at, GoStructs.dump("SecurityContext", context),
                        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
            }
        }
        appArmor(context, at + ".appArmorProfile", causes);
    }

    static void pod(Map<String, Object> spec, String at, Causes causes) {
        var context = Json.map(spec, "securityContext");
        causes.between(at + ".fsGroup", context.get("fsGroup"), 0, Integer.MAX_VALUE);
        causes.between(at + ".runAsUser", context.get("runAsUser"), 0, Integer.MAX_VALUE);
        causes.between(at + ".runAsGroup", context.get("runAsGroup"), 0, Integer.MAX_VALUE);
        var groups = Json.list(context, "supplementalGroups");
        for (var i = 0; i < groups.size(); i++) {
            causes.between(at + ".supplementalGroups[" + i + "]", groups.get(i), 0, Integer.MAX_VALUE);
        }
        if (Json.truth(spec, "hostPID") && Json.truth(spec, "shareProcessNamespace")) {
            causes.invalid(at + ".shareProcessNamespace", true,
                    "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        sysctls(context, at + ".sysctls", causes);
        if (context.get("fsGroupChangePolicy") != null) {
            causes.oneOf(at + ".fsGroupChangePolicy", context.get("fsGroupChangePolicy"), "Always", "OnRootMismatch");
        }
        seccomp(context, at + ".seccompProfile", causes);
        appArmor(context, at + ".appArmorProfile", causes);
    }

    private static void sysctls(Map<String, Object> context, String field, Causes causes) {
        var names = new HashSet<String>();
        Causes.each(Json.maps(context, "sysctls"), field, (sysctl, at) -> {
            var name = Json.text(sysctl, "name");
            if (name.isEmpty()) {
                causes.required(at + ".name");
            } else if (name.length() > 253 || !SYSCTL.matcher(name).matches()) {
                causes.invalid(at + ".name", name, "must have at most 253 characters and match regex ^" + SYSCTL
                        + "$");
            } else if (!names.add(name)) {
                causes.duplicate(at + ".name", name);
            }
        });
    }

    /** The field is also written as the annotation that it came from. */
    static void noteAppArmor(Map<String, Object> pod) {
        var all = new ArrayList<>(Json.maps(pod, "spec", "initContainers"));
        all.addAll(Json.maps(pod, "spec", "containers"));
        for (var container : all) {
            var profile = Json.map(container, "securityContext", "appArmorProfile");
            if (profile.isEmpty()) {
                profile = Json.map(pod, "spec", "securityContext", "appArmorProfile");
            }
            var value = switch (Json.text(profile, "type")) {
                case "RuntimeDefault" -> "runtime/default";
                case "Unconfined" -> "unconfined";
                case "Localhost" -> "localhost/" + Json.text(profile, "localhostProfile");
                default -> null;
            };
            var key = APP_ARMOR + Json.text(container, "name");
            if (value != null && Json.at(pod, "metadata", "annotations", key) == null) {
                Json.set(pod, value, "metadata", "annotations", key);
            }
        }
    }

    private static void seccomp(Map<String, Object> context, String at, Causes causes) {
        profile(context, "seccompProfile", "seccomp", at, causes);
    }

    private static void appArmor(Map<String, Object> context, String at, Causes causes) {
        profile(context, "appArmorProfile", "AppArmor", at, causes);
    }

    private static void profile(Map<String, Object> context, String field, String kind, String at, Causes causes) {
        if (context.get(field) == null) {
            return;
        }
        var profile = Json.map(context, field);
        var type = Json.text(profile, "type");
        if (type.isEmpty()) {
            causes.required(at + ".type", "type is required when " + field + " is set");
        } else {
            causes.oneOf(at + ".type", type, "Localhost", "RuntimeDefault", "Unconfined");
        }
        var local = profile.get("localhostProfile");
        if (type.equals("Localhost")) {
            if (local == null) {
                causes.required(at + ".localhostProfile", "must be set when " + kind + " type is Localhost");
            } else {
                MountRules.relative(local.toString(), at + ".localhostProfile", causes);
            }
        } else if (local != null && kind.equals("seccomp")) {
            // Go prints the pointer's address here: no two answers of the real server are alike
            causes.invalid(at + ".localhostProfile", new Causes.Quoted(
                    "core.SeccompProfile{Type:%s, LocalhostProfile:(*string)(0xc000000000)}"
                            .formatted(Json.string(type))), "can only be set when " + kind + " type is Localhost");
        }
    }
}
