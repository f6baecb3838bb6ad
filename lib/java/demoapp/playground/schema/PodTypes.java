package demoapp.playground.schema;

/**
 * The types of Pod and its parts.
 * Made from k8s.io/api v0.32.1; the notation is explained in Schema.
 */
final class PodTypes {
    static final String TEXT = """
            PersistentVolumeClaimSpec accessModes:[s selector:*LabelSelector resources:VolumeResourceRequirements
              volumeName:s storageClassName:*s volumeMode:*s dataSource:*TypedLocalObjectReference
              dataSourceRef:*TypedObjectReference volumeAttributesClassName:*s%
            VolumeResourceRequirements limits:{q requests:{q
            TypedLocalObjectReference= apiGroup!*s kind!s name!s
            TypedObjectReference apiGroup!*s kind!s name!s namespace:*s
            HostPathVolumeSource path!s type:*s
            NFSVolumeSource server!s path!s readOnly:b
            NodeSelector= nodeSelectorTerms![NodeSelectorTerm
            NodeSelectorTerm= matchExpressions:[NodeSelectorRequirement matchFields:[NodeSelectorRequirement
            NodeSelectorRequirement key!s operator!s values:[s
            Pod metadata:ObjectMeta spec:PodSpec status:PodStatus
            PodSpec volumes:[Volume/name~ initContainers:[Container/name containers![Container/name
              ephemeralContainers:[EphemeralContainer/name restartPolicy:s terminationGracePeriodSeconds:*l
              activeDeadlineSeconds:*l dnsPolicy:s nodeSelector:{s= serviceAccountName:s serviceAccount:s
              automountServiceAccountToken:*b nodeName:s hostNetwork:b hostPID:b hostIPC:b shareProcessNamespace:*b
              securityContext:*PodSecurityContext imagePullSecrets:[LocalObjectReference/name hostname:s subdomain:s
              affinity:*Affinity schedulerName:s tolerations:[Toleration hostAliases:[HostAlias/ip
              priorityClassName:s priority:*i dnsConfig:*PodDNSConfig readinessGates:[PodReadinessGate
              runtimeClassName:*s enableServiceLinks:*b preemptionPolicy:*s overhead:{q
              topologySpreadConstraints:[TopologySpreadConstraint/topologyKey,whenUnsatisfiable setHostnameAsFQDN:*b
              os:*PodOS hostUsers:*b% schedulingGates:[PodSchedulingGate/name resourceClaims:[PodResourceClaim/name~%
              resources:*ResourceRequirements%
            Volume name!s hostPath:*HostPathVolumeSource emptyDir:*EmptyDirVolumeSource
              gcePersistentDisk:*GCEPersistentDiskVolumeSource awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource
              gitRepo:*GitRepoVolumeSource secret:*SecretVolumeSource nfs:*NFSVolumeSource iscsi:*ISCSIVolumeSource
              glusterfs:*GlusterfsVolumeSource persistentVolumeClaim:*PersistentVolumeClaimVolumeSource
              rbd:*RBDVolumeSource flexVolume:*FlexVolumeSource cinder:*CinderVolumeSource cephfs:*CephFSVolumeSource
              flocker:*FlockerVolumeSource downwardAPI:*DownwardAPIVolumeSource fc:*FCVolumeSource
              azureFile:*AzureFileVolumeSource configMap:*ConfigMapVolumeSource
              vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource
              azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource
              projected:*ProjectedVolumeSource portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOVolumeSource
              storageos:*StorageOSVolumeSource csi:*CSIVolumeSource ephemeral:*EphemeralVolumeSource
              image:*ImageVolumeSource%
            EmptyDirVolumeSource medium:s sizeLimit:*q
            SecretVolumeSource secretName:s items:[KeyToPath defaultMode:*i optional:*b
            KeyToPath key!s path!s mode:*i
            PersistentVolumeClaimVolumeSource claimName!s readOnly:b
            DownwardAPIVolumeSource items:[DownwardAPIVolumeFile defaultMode:*i
            DownwardAPIVolumeFile path!s fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector
              mode:*i
            ObjectFieldSelector= apiVersion:s fieldPath!s
            ResourceFieldSelector= containerName:s resource!s divisor:q
            ConfigMapVolumeSource name:s items:[KeyToPath defaultMode:*i optional:*b
            ProjectedVolumeSource sources![VolumeProjection defaultMode:*i
            VolumeProjection secret:*SecretProjection downwardAPI:*DownwardAPIProjection
              configMap:*ConfigMapProjection serviceAccountToken:*ServiceAccountTokenProjection
              clusterTrustBundle:*ClusterTrustBundleProjection
            SecretProjection name:s items:[KeyToPath optional:*b
            DownwardAPIProjection items:[DownwardAPIVolumeFile
            ConfigMapProjection name:s items:[KeyToPath optional:*b
            ServiceAccountTokenProjection audience:s expirationSeconds:*l path!s
            ClusterTrustBundleProjection name:*s signerName:*s labelSelector:*LabelSelector optional:*b path!s
            CSIVolumeSource driver!s readOnly:*b fsType:*s volumeAttributes:{s
              nodePublishSecretRef:*LocalObjectReference
            LocalObjectReference= name:s
            EphemeralVolumeSource volumeClaimTemplate:*PersistentVolumeClaimTemplate
            PersistentVolumeClaimTemplate metadata:ObjectMeta spec!PersistentVolumeClaimSpec
            ImageVolumeSource reference:s pullPolicy:s
            Container name!s image:s command:[s args:[s workingDir:s ports:[ContainerPort/containerPort,protocol
              envFrom:[EnvFromSource env:[EnvVar/name resources:ResourceRequirements
              resizePolicy:[ContainerResizePolicy% restartPolicy:*s volumeMounts:[VolumeMount/mountPath
              volumeDevices:[VolumeDevice/devicePath livenessProbe:*Probe readinessProbe:*Probe startupProbe:*Probe
              lifecycle:*Lifecycle terminationMessagePath:s terminationMessagePolicy:s imagePullPolicy:s
              securityContext:*SecurityContext stdin:b stdinOnce:b tty:b
            ContainerPort name:s hostPort:i containerPort!i protocol:s hostIP:s
            EnvFromSource prefix:s configMapRef:*ConfigMapEnvSource secretRef:*SecretEnvSource
            ConfigMapEnvSource name:s optional:*b
            SecretEnvSource name:s optional:*b
            EnvVar name!s value:s valueFrom:*EnvVarSource
            EnvVarSource fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector
              configMapKeyRef:*ConfigMapKeySelector secretKeyRef:*SecretKeySelector
            ConfigMapKeySelector= name:s key!s optional:*b
            SecretKeySelector= name:s key!s optional:*b
            ResourceRequirements limits:{q requests:{q claims:[ResourceClaim/name#-%
            ResourceClaim name!s request:s
            ContainerResizePolicy resourceName!s restartPolicy!s
            VolumeMount name!s readOnly:b recursiveReadOnly:*s mountPath!s subPath:s mountPropagation:*s
              subPathExpr:s
            VolumeDevice name!s devicePath!s
            Probe exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction grpc:*GRPCAction
              initialDelaySeconds:i timeoutSeconds:i periodSeconds:i successThreshold:i failureThreshold:i
              terminationGracePeriodSeconds:*l
            ExecAction command:[s
            HTTPGetAction path:s port!x host:s scheme:s httpHeaders:[HTTPHeader
            HTTPHeader name!s value!s
            TCPSocketAction port!x host:s
            GRPCAction port!i service!*s
            Lifecycle postStart:*LifecycleHandler preStop:*LifecycleHandler
            LifecycleHandler exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction sleep:*SleepAction
            SleepAction seconds!l
            SecurityContext capabilities:*Capabilities privileged:*b seLinuxOptions:*SELinuxOptions
              windowsOptions:*WindowsSecurityContextOptions runAsUser:*l runAsGroup:*l runAsNonRoot:*b
              readOnlyRootFilesystem:*b allowPrivilegeEscalation:*b procMount:*s seccompProfile:*SeccompProfile
              appArmorProfile:*AppArmorProfile
            Capabilities add:[s drop:[s
            SELinuxOptions user:s role:s type:s level:s
            WindowsSecurityContextOptions gmsaCredentialSpecName:*s gmsaCredentialSpec:*s runAsUserName:*s
              hostProcess:*b
            SeccompProfile type!s localhostProfile:*s
            AppArmorProfile type!s localhostProfile:*s
            EphemeralContainer name!s image:s command:[s args:[s workingDir:s
              ports:[ContainerPort/containerPort,protocol envFrom:[EnvFromSource env:[EnvVar/name
              resources:ResourceRequirements resizePolicy:[ContainerResizePolicy% restartPolicy:*s
              volumeMounts:[VolumeMount/mountPath volumeDevices:[VolumeDevice/devicePath livenessProbe:*Probe
              readinessProbe:*Probe startupProbe:*Probe lifecycle:*Lifecycle terminationMessagePath:s
              terminationMessagePolicy:s imagePullPolicy:s securityContext:*SecurityContext stdin:b stdinOnce:b
              tty:b targetContainerName:s
            PodSecurityContext seLinuxOptions:*SELinuxOptions windowsOptions:*WindowsSecurityContextOptions
              runAsUser:*l runAsGroup:*l runAsNonRoot:*b supplementalGroups:[l supplementalGroupsPolicy:*s%
              fsGroup:*l sysctls:[Sysctl fsGroupChangePolicy:*s seccompProfile:*SeccompProfile
              appArmorProfile:*AppArmorProfile seLinuxChangePolicy:*s%
            Sysctl name!s value!s
            Affinity nodeAffinity:*NodeAffinity podAffinity:*PodAffinity podAntiAffinity:*PodAntiAffinity
            NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:*NodeSelector
              preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm
            PreferredSchedulingTerm weight!i preference!NodeSelectorTerm
            PodAffinity requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm
              preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm
            PodAffinityTerm labelSelector:*LabelSelector namespaces:[s topologyKey!s
              namespaceSelector:*LabelSelector matchLabelKeys:[s mismatchLabelKeys:[s
            WeightedPodAffinityTerm weight!i podAffinityTerm!PodAffinityTerm
            PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm
              preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm
            Toleration key:s operator:s value:s effect:s tolerationSeconds:*l
            HostAlias ip!s hostnames:[s
            PodDNSConfig nameservers:[s searches:[s options:[PodDNSConfigOption
            PodDNSConfigOption name:s value:*s
            PodReadinessGate conditionType!s
            TopologySpreadConstraint maxSkew!i topologyKey!s whenUnsatisfiable!s labelSelector:*LabelSelector
              minDomains:*i nodeAffinityPolicy:*s nodeTaintsPolicy:*s matchLabelKeys:[s
            PodOS name!s
            PodSchedulingGate name!s
            PodResourceClaim name!s resourceClaimName:*s resourceClaimTemplateName:*s
            PodStatus phase:s conditions:[PodCondition/type message:s reason:s nominatedNodeName:s hostIP:s
              hostIPs:[HostIP#ip podIP:s podIPs:[PodIP/ip startTime:*t initContainerStatuses:[ContainerStatus
              containerStatuses:[ContainerStatus qosClass:s ephemeralContainerStatuses:[ContainerStatus resize:s
              resourceClaimStatuses:[PodResourceClaimStatus/name~
            PodCondition type!s status!s lastProbeTime:t lastTransitionTime:t reason:s message:s
            HostIP ip!s
            PodIP ip!s
            ContainerStatus name!s state:ContainerState lastState:ContainerState ready!b restartCount!i image!s
              imageID!s containerID:s started:*b allocatedResources:{q resources:*ResourceRequirements
              volumeMounts:[VolumeMountStatus/mountPath user:*ContainerUser
              allocatedResourcesStatus:[ResourceStatus/name
            ContainerState waiting:*ContainerStateWaiting running:*ContainerStateRunning
              terminated:*ContainerStateTerminated
            ContainerStateWaiting reason:s message:s
            ContainerStateRunning startedAt:t
            ContainerStateTerminated exitCode!i signal:i reason:s message:s startedAt:t finishedAt:t containerID:s
            VolumeMountStatus name!s mountPath!s readOnly:b recursiveReadOnly:*s
            ContainerUser linux:*LinuxContainerUser
            LinuxContainerUser uid!l gid!l supplementalGroups:[l
            ResourceStatus name!s resources:[ResourceHealth/resourceID#-
            ResourceHealth resourceID!s health:s
            PodResourceClaimStatus name!s resourceClaimName:*s
            """;

    private PodTypes() { }
}
