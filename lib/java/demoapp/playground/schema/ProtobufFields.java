package demoapp.playground.schema;

/**
 * Which number each field has in the API's protobuf messages.
 * Made from k8s.io/api v0.32.13 and k8s.io/apimachinery v0.32.13.
 *
 * <p>A line is a message and its fields by ascending number: the first is 1, then one more each, unless a number stands
 * before the name. {@code >} is a message whose fields JSON does not nest. Types that are not here number their fields
 * in the order in which Schema has them. An indented line goes on with the line before.
 */
final class ProtobufFields {
    static final String TEXT = """
            APIServiceSpec service group version insecureSkipTLSVerify caBundle 7=groupPriorityMinimum versionPriority
            AdmissionRule apiGroups apiVersions resources scope
            CertificateSigningRequestCondition type reason message lastUpdateTime lastTransitionTime status
            CertificateSigningRequestSpec request username uid groups usages extra signerName expirationSeconds
            ClusterTrustBundleProjection name signerName labelSelector path optional
            ConfigMap metadata data binaryData immutable
            ConfigMapEnvSource >LocalObjectReference optional
            ConfigMapKeySelector >LocalObjectReference key optional
            ConfigMapProjection >LocalObjectReference items 4=optional
            ConfigMapVolumeSource >LocalObjectReference items defaultMode optional
            Container name image command args workingDir ports env resources volumeMounts livenessProbe readinessProbe
              lifecycle terminationMessagePath imagePullPolicy securityContext stdin stdinOnce tty envFrom
              terminationMessagePolicy volumeDevices startupProbe resizePolicy restartPolicy
            CronJobSpec schedule startingDeadlineSeconds concurrencyPolicy suspend jobTemplate
              successfulJobsHistoryLimit failedJobsHistoryLimit timeZone
            CronJobStatus active 4=lastScheduleTime lastSuccessfulTime
            DaemonSetSpec selector template updateStrategy minReadySeconds 6=revisionHistoryLimit
            DeploymentCondition type status 4=reason message lastUpdateTime lastTransitionTime
            DeploymentSpec replicas selector template strategy minReadySeconds revisionHistoryLimit paused
              9=progressDeadlineSeconds
            DeploymentStatus observedGeneration replicas updatedReplicas availableReplicas unavailableReplicas
              conditions readyReplicas collisionCount
            EndpointAddress ip targetRef hostname nodeName
            EndpointSlice metadata endpoints ports addressType
            EphemeralContainer >EphemeralContainerCommon targetContainerName
            EphemeralContainerCommon name image command args workingDir ports env resources volumeMounts livenessProbe
              readinessProbe lifecycle terminationMessagePath imagePullPolicy securityContext stdin stdinOnce tty
              envFrom terminationMessagePolicy volumeDevices startupProbe resizePolicy restartPolicy
            ExpressionWarning 2=fieldRef warning
            HPAScalingRules selectPolicy policies stabilizationWindowSeconds
            HTTPIngressPath path backend pathType
            ISCSIPersistentVolumeSource targetPortal iqn lun iscsiInterface fsType readOnly portals chapAuthDiscovery
              10=secretRef chapAuthSession initiatorName
            ISCSIVolumeSource targetPortal iqn lun iscsiInterface fsType readOnly portals chapAuthDiscovery
              10=secretRef chapAuthSession initiatorName
            IngressBackend 3=resource service
            IngressLoadBalancerIngress ip hostname 4=ports
            IngressRule host >IngressRuleValue
            IngressRuleValue http
            IngressSpec defaultBackend tls rules ingressClassName
            JobSpec parallelism completions activeDeadlineSeconds selector manualSelector template backoffLimit
              ttlSecondsAfterFinished completionMode suspend podFailurePolicy backoffLimitPerIndex maxFailedIndexes
              podReplacementPolicy managedBy successPolicy
            JobStatus conditions startTime completionTime active succeeded failed completedIndexes
              uncountedTerminatedPods ready failedIndexes terminating
            ManagedFieldsEntry manager operation apiVersion time 6=fieldsType fieldsV1 subresource
            MatchResources namespaceSelector objectSelector resourceRules excludeResourceRules 7=matchPolicy
            MetricSpec type object pods resource external 7=containerResource
            MetricStatus type object pods resource external 7=containerResource
            MutatingWebhook name clientConfig rules failurePolicy namespaceSelector sideEffects timeoutSeconds
              admissionReviewVersions matchPolicy reinvocationPolicy objectSelector matchConditions
            NamedRuleWithOperations resourceNames >RuleWithOperations
            NamespaceCondition type status 4=lastTransitionTime reason message
            NodeConfigSource 2=configMap
            NodeSpec podCIDR externalID providerID unschedulable taints configSource podCIDRs
            NonResourcePolicyRule verbs 6=nonResourceURLs
            ObjectMeta name generateName namespace selfLink uid resourceVersion generation creationTimestamp
              deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences finalizers
              17=managedFields
            OwnerReference kind 3=name uid apiVersion controller blockOwnerDeletion
            PersistentVolumeClaimSpec accessModes resources volumeName selector storageClassName volumeMode dataSource
              dataSourceRef volumeAttributesClassName
            PersistentVolumeClaimStatus phase accessModes capacity conditions allocatedResources
              7=allocatedResourceStatuses currentVolumeAttributesClassName modifyVolumeStatus
            PersistentVolumeSource gcePersistentDisk awsElasticBlockStore hostPath glusterfs nfs rbd iscsi cinder
              cephfs fc flocker flexVolume azureFile vsphereVolume quobyte azureDisk photonPersistentDisk
              portworxVolume scaleIO local storageos csi
            PersistentVolumeSpec capacity >PersistentVolumeSource accessModes claimRef persistentVolumeReclaimPolicy
              storageClassName mountOptions volumeMode nodeAffinity volumeAttributesClassName
            PodResourceClaim name 3=resourceClaimName resourceClaimTemplateName
            PodSecurityContext seLinuxOptions runAsUser runAsNonRoot supplementalGroups fsGroup runAsGroup sysctls
              windowsOptions fsGroupChangePolicy seccompProfile appArmorProfile supplementalGroupsPolicy
              seLinuxChangePolicy
            PodSpec volumes containers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy
              nodeSelector serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC securityContext
              imagePullSecrets hostname subdomain affinity schedulerName initContainers automountServiceAccountToken
              tolerations hostAliases priorityClassName priority dnsConfig shareProcessNamespace readinessGates
              runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints
              ephemeralContainers setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources
            PodStatus phase conditions message reason hostIP podIP startTime containerStatuses qosClass
              initContainerStatuses nominatedNodeName podIPs ephemeralContainerStatuses resize resourceClaimStatuses
              hostIPs
            Probe >ProbeHandler initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold
              terminationGracePeriodSeconds
            ProbeHandler exec httpGet tcpSocket grpc
            ReplicaSetSpec replicas selector template minReadySeconds
            ReplicaSetStatus replicas fullyLabeledReplicas observedGeneration readyReplicas availableReplicas
              conditions
            ReplicationControllerSpec replicas selector template minReadySeconds
            ReplicationControllerStatus replicas fullyLabeledReplicas observedGeneration readyReplicas
              availableReplicas conditions
            RuleWithOperations operations >AdmissionRule
            Secret metadata data type stringData immutable
            SecretEnvSource >LocalObjectReference optional
            SecretKeySelector >LocalObjectReference key optional
            SecretProjection >LocalObjectReference items 4=optional
            SecurityContext capabilities privileged seLinuxOptions runAsUser runAsNonRoot readOnlyRootFilesystem
              allowPrivilegeEscalation runAsGroup procMount windowsOptions seccompProfile appArmorProfile
            ServicePort name protocol port targetPort nodePort appProtocol
            ServiceSpec ports selector clusterIP type externalIPs 7=sessionAffinity loadBalancerIP
              loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses
              sessionAffinityConfig 17=ipFamilyPolicy clusterIPs ipFamilies allocateLoadBalancerNodePorts
              loadBalancerClass internalTrafficPolicy trafficDistribution
            StatefulSetStatus observedGeneration replicas readyReplicas currentReplicas updatedReplicas
              currentRevision updateRevision 9=collisionCount conditions availableReplicas
            SubjectAccessReviewStatus allowed reason evaluationError denied
            TokenRequestSpec audiences 3=boundObjectRef expirationSeconds
            TokenReviewStatus authenticated user error audiences
            ValidatingWebhook name clientConfig rules failurePolicy namespaceSelector sideEffects timeoutSeconds
              admissionReviewVersions matchPolicy objectSelector matchConditions
            Volume name >VolumeSource
            VolumeMount name readOnly mountPath subPath mountPropagation subPathExpr recursiveReadOnly
            VolumeSource hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs
              persistentVolumeClaim rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap
              vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO projected storageos csi
              ephemeral image
            WebhookClientConfig service caBundle url
            """;

    private ProtobufFields() { }
}
