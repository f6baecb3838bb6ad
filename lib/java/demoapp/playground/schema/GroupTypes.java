package demoapp.playground.schema;

/**
 * The types of the named groups: apps, batch, networking.k8s.io and so on.
 * Made from k8s.io/api v0.32.1; the notation is explained in Schema.
 */
final class GroupTypes {
    static final String TEXT = """
            ControllerRevision metadata:ObjectMeta data:a revision!l
            DaemonSet metadata:ObjectMeta spec:DaemonSetSpec status:DaemonSetStatus
            DaemonSetSpec selector!*LabelSelector template!PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy
              minReadySeconds:i revisionHistoryLimit:*i
            DaemonSetUpdateStrategy type:s rollingUpdate:*RollingUpdateDaemonSet
            RollingUpdateDaemonSet maxUnavailable:*x maxSurge:*x
            DaemonSetStatus currentNumberScheduled!i numberMisscheduled!i desiredNumberScheduled!i numberReady!i
              observedGeneration:l updatedNumberScheduled:i numberAvailable:i numberUnavailable:i collisionCount:*i
              conditions:[DaemonSetCondition/type
            DaemonSetCondition type!s status!s lastTransitionTime:t reason:s message:s
            Deployment metadata:ObjectMeta spec:DeploymentSpec status:DeploymentStatus
            DeploymentSpec replicas:*i selector!*LabelSelector template!PodTemplateSpec strategy:DeploymentStrategy~
              minReadySeconds:i revisionHistoryLimit:*i paused:b progressDeadlineSeconds:*i
            DeploymentStrategy type:s rollingUpdate:*RollingUpdateDeployment
            RollingUpdateDeployment maxUnavailable:*x maxSurge:*x
            DeploymentStatus observedGeneration:l replicas:i updatedReplicas:i readyReplicas:i availableReplicas:i
              unavailableReplicas:i conditions:[DeploymentCondition/type collisionCount:*i
            DeploymentCondition type!s status!s lastUpdateTime:t lastTransitionTime:t reason:s message:s
            ReplicaSet metadata:ObjectMeta spec:ReplicaSetSpec status:ReplicaSetStatus
            ReplicaSetSpec replicas:*i minReadySeconds:i selector!*LabelSelector template:PodTemplateSpec
            ReplicaSetStatus replicas!i fullyLabeledReplicas:i readyReplicas:i availableReplicas:i
              observedGeneration:l conditions:[ReplicaSetCondition/type
            ReplicaSetCondition type!s status!s lastTransitionTime:t reason:s message:s
            StatefulSet metadata:ObjectMeta spec:StatefulSetSpec status:StatefulSetStatus
            StatefulSetSpec replicas:*i selector!*LabelSelector template!PodTemplateSpec
              volumeClaimTemplates:[PersistentVolumeClaimInside serviceName!s podManagementPolicy:s
              updateStrategy:StatefulSetUpdateStrategy revisionHistoryLimit:*i minReadySeconds:i
              persistentVolumeClaimRetentionPolicy:*StatefulSetPersistentVolumeClaimRetentionPolicy
              ordinals:*StatefulSetOrdinals
            PersistentVolumeClaimInside kind:s apiVersion:s metadata:ObjectMeta spec:PersistentVolumeClaimSpec
              status:PersistentVolumeClaimStatus
            StatefulSetUpdateStrategy type:s rollingUpdate:*RollingUpdateStatefulSetStrategy
            RollingUpdateStatefulSetStrategy partition:*i maxUnavailable:*x%
            StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:s whenScaled:s
            StatefulSetOrdinals start!i
            StatefulSetStatus observedGeneration:l replicas!i readyReplicas:i currentReplicas:i updatedReplicas:i
              currentRevision:s updateRevision:s collisionCount:*i conditions:[StatefulSetCondition/type
              availableReplicas!i
            StatefulSetCondition type!s status!s lastTransitionTime:t reason:s message:s
            HorizontalPodAutoscaler metadata:ObjectMeta spec:HorizontalPodAutoscalerSpec
              status:HorizontalPodAutoscalerStatus
            HorizontalPodAutoscalerSpec scaleTargetRef!CrossVersionObjectReference minReplicas:*i maxReplicas!i
              metrics:[MetricSpec behavior:*HorizontalPodAutoscalerBehavior
            CrossVersionObjectReference kind!s name!s apiVersion:s
            HorizontalPodAutoscalerBehavior scaleUp:*HPAScalingRules scaleDown:*HPAScalingRules
            MetricSpec type!s object:*ObjectMetricSource pods:*PodsMetricSource resource:*ResourceMetricSource
              containerResource:*ContainerResourceMetricSource external:*ExternalMetricSource
            ObjectMetricSource describedObject!CrossVersionObjectReference target!MetricTarget metric!MetricIdentifier
            MetricTarget type!s value:*q averageValue:*q averageUtilization:*i
            MetricIdentifier name!s selector:*LabelSelector
            PodsMetricSource metric!MetricIdentifier target!MetricTarget
            ResourceMetricSource name!s target!MetricTarget
            ContainerResourceMetricSource name!s target!MetricTarget container!s
            ExternalMetricSource metric!MetricIdentifier target!MetricTarget
            MetricStatus type!s object:*ObjectMetricStatus pods:*PodsMetricStatus resource:*ResourceMetricStatus
              containerResource:*ContainerResourceMetricStatus external:*ExternalMetricStatus
            ObjectMetricStatus metric!MetricIdentifier current!MetricValueStatus
              describedObject!CrossVersionObjectReference
            MetricValueStatus value:*q averageValue:*q averageUtilization:*i
            PodsMetricStatus metric!MetricIdentifier current!MetricValueStatus
            ResourceMetricStatus name!s current!MetricValueStatus
            ContainerResourceMetricStatus name!s current!MetricValueStatus container!s
            ExternalMetricStatus metric!MetricIdentifier current!MetricValueStatus
            HPAScalingRules stabilizationWindowSeconds:*i selectPolicy:*s policies:[HPAScalingPolicy
            HPAScalingPolicy type!s value!i periodSeconds!i
            HorizontalPodAutoscalerStatus observedGeneration:*l lastScaleTime:*t currentReplicas:i desiredReplicas!i
              currentMetrics![MetricStatus conditions:[HorizontalPodAutoscalerCondition/type
            HorizontalPodAutoscalerCondition type!s status!s lastTransitionTime:t reason:s message:s
            Scale metadata:ObjectMeta spec:ScaleSpec status:ScaleStatus
            ScaleSpec replicas:i
            ScaleStatus replicas!i selector:s
            CronJob metadata:ObjectMeta spec:CronJobSpec status:CronJobStatus
            CronJobSpec schedule!s timeZone:*s startingDeadlineSeconds:*l concurrencyPolicy:s suspend:*b
              jobTemplate!JobTemplateSpec successfulJobsHistoryLimit:*i failedJobsHistoryLimit:*i
            JobTemplateSpec metadata:ObjectMeta spec:JobSpec
            JobSpec parallelism:*i completions:*i activeDeadlineSeconds:*l podFailurePolicy:*PodFailurePolicy
              successPolicy:*SuccessPolicy backoffLimit:*i backoffLimitPerIndex:*i maxFailedIndexes:*i
              selector:*LabelSelector manualSelector:*b template!PodTemplateSpec ttlSecondsAfterFinished:*i
              completionMode:*s suspend:*b podReplacementPolicy:*s managedBy:*s
            PodFailurePolicy rules![PodFailurePolicyRule
            PodFailurePolicyRule action!s onExitCodes:*PodFailurePolicyOnExitCodesRequirement
              onPodConditions:[PodFailurePolicyOnPodConditionsPattern
            PodFailurePolicyOnExitCodesRequirement containerName:*s operator!s values![i/#-
            PodFailurePolicyOnPodConditionsPattern type!s status!s
            SuccessPolicy rules![SuccessPolicyRule
            SuccessPolicyRule succeededIndexes:*s succeededCount:*i
            CronJobStatus active:[ObjectReference lastScheduleTime:*t lastSuccessfulTime:*t
            Job metadata:ObjectMeta spec:JobSpec status:JobStatus
            JobStatus conditions:[JobCondition#type startTime:*t completionTime:*t active:i succeeded:i failed:i
              terminating:*i completedIndexes:s failedIndexes:*s uncountedTerminatedPods:*UncountedTerminatedPods
              ready:*i
            JobCondition type!s status!s lastProbeTime:t lastTransitionTime:t reason:s message:s
            UncountedTerminatedPods succeeded:[s/#- failed:[s/#-
            Lease metadata:ObjectMeta spec:LeaseSpec
            LeaseSpec holderIdentity:*s leaseDurationSeconds:*i acquireTime:*t renewTime:*t leaseTransitions:*i
              strategy:*s preferredHolder:*s
            EndpointSlice metadata:ObjectMeta addressType!s endpoints![Endpoint ports![EndpointSlicePort
            Endpoint addresses![s/#- conditions:EndpointConditions hostname:*s targetRef:*ObjectReference
              deprecatedTopology:{s nodeName:*s zone:*s hints:*EndpointHints
            EndpointConditions ready:*b serving:*b terminating:*b
            EndpointHints forZones:[ForZone
            ForZone name!s
            EndpointSlicePort= name:*s protocol:*s port:*i appProtocol:*s
            IngressClass metadata:ObjectMeta spec:IngressClassSpec
            IngressClassSpec controller:s parameters:*IngressClassParametersReference
            IngressClassParametersReference apiGroup:*s kind!s name!s scope!*s namespace:*s
            Ingress metadata:ObjectMeta spec:IngressSpec status:IngressStatus
            IngressSpec ingressClassName:*s defaultBackend:*IngressBackend tls:[IngressTLS rules:[IngressRule
            IngressBackend service:*IngressServiceBackend resource:*TypedLocalObjectReference
            IngressServiceBackend name!s port:ServiceBackendPort
            ServiceBackendPort= name:s number:i
            IngressTLS hosts:[s secretName:s
            IngressRule host:s http:*HTTPIngressRuleValue
            HTTPIngressRuleValue paths![HTTPIngressPath
            HTTPIngressPath path:s pathType!*s backend!IngressBackend
            IngressStatus loadBalancer:IngressLoadBalancerStatus
            IngressLoadBalancerStatus ingress:[IngressLoadBalancerIngress
            IngressLoadBalancerIngress ip:s hostname:s ports:[IngressPortStatus
            IngressPortStatus port!i protocol!s error:*s
            NetworkPolicy metadata:ObjectMeta spec:NetworkPolicySpec
            NetworkPolicySpec podSelector!LabelSelector ingress:[NetworkPolicyIngressRule
              egress:[NetworkPolicyEgressRule policyTypes:[s
            NetworkPolicyIngressRule ports:[NetworkPolicyPort from:[NetworkPolicyPeer
            NetworkPolicyPort protocol:*s port:*x endPort:*i
            NetworkPolicyPeer podSelector:*LabelSelector namespaceSelector:*LabelSelector ipBlock:*IPBlock
            IPBlock cidr!s except:[s
            NetworkPolicyEgressRule ports:[NetworkPolicyPort to:[NetworkPolicyPeer
            PodDisruptionBudget metadata:ObjectMeta spec:PodDisruptionBudgetSpec status:PodDisruptionBudgetStatus
            PodDisruptionBudgetSpec minAvailable:*x selector:*LabelSelector maxUnavailable:*x
              unhealthyPodEvictionPolicy:*s
            PodDisruptionBudgetStatus observedGeneration:l disruptedPods:{t disruptionsAllowed!i currentHealthy!i
              desiredHealthy!i expectedPods!i conditions:[Condition/type
            Eviction metadata:ObjectMeta deleteOptions:*DeleteOptions
            StorageClass metadata:ObjectMeta provisioner!s parameters:{s reclaimPolicy:*s mountOptions:[s
              allowVolumeExpansion:*b volumeBindingMode:*s allowedTopologies:[TopologySelectorTerm
            """;

    private GroupTypes() { }
}
