package demoapp.playground.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a field may have, where the API's OpenAPI document lists them: for kubectl explain. */
final class Enumerations {
    private static final String TEXT = """
            Localhost|RuntimeDefault|Unconfined AppArmorProfile.type SeccompProfile.type
            Always|IfNotPresent|Never Container.imagePullPolicy EphemeralContainer.imagePullPolicy
            FallbackToLogsOnError|File Container.terminationMessagePolicy EphemeralContainer.terminationMessagePolicy
            SCTP|TCP|UDP ContainerPort.protocol EndpointPort.protocol PortStatus.protocol ServicePort.protocol
              IngressPortStatus.protocol NetworkPolicyPort.protocol
            HTTP|HTTPS HTTPGetAction.scheme
            |BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket HostPathVolumeSource.type
            Active|Terminating NamespaceStatus.phase
            DoesNotExist|Exists|Gt|In|Lt|NotIn NodeSelectorRequirement.operator
            ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod PersistentVolumeClaimSpec.accessModes
              PersistentVolumeClaimStatus.accessModes PersistentVolumeSpec.accessModes
            Block|Filesystem PersistentVolumeClaimSpec.volumeMode PersistentVolumeSpec.volumeMode
            Bound|Lost|Pending PersistentVolumeClaimStatus.phase
            Delete|Recycle|Retain PersistentVolumeSpec.persistentVolumeReclaimPolicy StorageClass.reclaimPolicy
            Available|Bound|Failed|Pending|Released PersistentVolumeStatus.phase
            Always|OnRootMismatch PodSecurityContext.fsGroupChangePolicy
            Merge|Strict PodSecurityContext.supplementalGroupsPolicy
            ClusterFirst|ClusterFirstWithHostNet|Default|None PodSpec.dnsPolicy
            Never|PreemptLowerPriority PodSpec.preemptionPolicy PriorityClass.preemptionPolicy
            Always|Never|OnFailure PodSpec.restartPolicy
            Failed|Pending|Running|Succeeded|Unknown PodStatus.phase
            BestEffort|Burstable|Guaranteed PodStatus.qosClass
            BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating
              ResourceQuotaSpec.scopes ScopedResourceSelectorRequirement.scopeName
            DoesNotExist|Exists|In|NotIn ScopedResourceSelectorRequirement.operator
            Default|Unmasked SecurityContext.procMount
            Cluster|Local ServiceSpec.externalTrafficPolicy ServiceSpec.internalTrafficPolicy
            |IPv4|IPv6 ServiceSpec.ipFamilies
            PreferDualStack|RequireDualStack|SingleStack ServiceSpec.ipFamilyPolicy
            ClientIP|None ServiceSpec.sessionAffinity
            ClusterIP|ExternalName|LoadBalancer|NodePort ServiceSpec.type
            NoExecute|NoSchedule|PreferNoSchedule Taint.effect Toleration.effect
            Equal|Exists Toleration.operator
            Honor|Ignore TopologySpreadConstraint.nodeAffinityPolicy TopologySpreadConstraint.nodeTaintsPolicy
            DoNotSchedule|ScheduleAnyway TopologySpreadConstraint.whenUnsatisfiable
            Bidirectional|HostToContainer|None VolumeMount.mountPropagation
            OnDelete|RollingUpdate DaemonSetUpdateStrategy.type StatefulSetUpdateStrategy.type
            Recreate|RollingUpdate DeploymentStrategy.type
            OrderedReady|Parallel StatefulSetSpec.podManagementPolicy
            Allow|Forbid|Replace CronJobSpec.concurrencyPolicy
            Indexed|NonIndexed JobSpec.completionMode
            Failed|TerminatingOrFailed JobSpec.podReplacementPolicy
            In|NotIn PodFailurePolicyOnExitCodesRequirement.operator
            Count|FailIndex|FailJob|Ignore PodFailurePolicyRule.action
            Exact|ImplementationSpecific|Prefix HTTPIngressPath.pathType
            Egress|Ingress NetworkPolicySpec.policyTypes
            Immediate|WaitForFirstConsumer StorageClass.volumeBindingMode
            AlwaysAllow|IfHealthyBudget PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy
            FQDN|IPv4|IPv6 EndpointSlice.addressType
            """;
    private static final Map<String, List<String>> OF = read();

    private Enumerations() { }

    /** Of `Type.field`; null: any. */
    static List<String> of(String field) {
        return OF.get(field);
    }

    private static Map<String, List<String>> read() {
        var all = new HashMap<String, List<String>>();
        for (var line : TEXT.replace("\n  ", " ").split("\n")) {
            var words = line.split(" +");
            for (var i = 1; i < words.length; i++) {
                all.put(words[i], Arrays.asList(words[0].split("\\|", -1)));
            }
        }
        return all;
    }
}
