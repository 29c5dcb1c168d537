"""Messages with the rule they must meet: AWS's pages, public reports (names and accounts changed), field notes.

A few are composed where no report was to be found: EBS (D52), some of D55 and D58.

``(rule, text)``; the text is a task's ``stoppedReason``, or a container's ``reason``: both are read alike.
"""

# ruff: noqa: E501 - messages are not wrapped: AWS does not either

ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
STARPORT = "https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/d1d1d1-222222222222"
SM = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-Ab12Cd"
ROLE = "arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/0123456789abcdef0123456789abcdef"
UNABLE = "ResourceInitializationError: unable to pull secrets or registry auth: "
RETRIEVAL = f"{UNABLE}execution resource retrieval failed: "
LOGGER = "ResourceInitializationError: failed to validate logger args: "
EFS = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: "
SHIM = "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
ENI = "Unexpected EC2 error while attempting to Create Network Interface"
TG = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/856238e446c9a134"

MESSAGES: tuple[tuple[str, str], ...] = (
    # D01 built for another processor
    ("D01", "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'"),
    ("D01", "CannotPullContainerError: pull image manifest has been retried 5 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'"),
    ("D01", "CannotPullContainerError: pull image manifest has been retried 7 time(s): \nimage Manifest does not contain descriptor matching platform 'linux/arm64'"),
    ("D01", "CannotPullContainerError: image Manifest does not contain descriptor matching platform"),
    ("D01", f"CannotPullContainerError: ref pull has been retried 1 time(s): failed to unpack image on snapshotter overlayfs: no match for platform in manifest {ECR}/api@sha256:863f: not found"),
    ("D01", "CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries"),
    ("D01", "CannotPullContainerError: Error response from daemon: no matching manifest for linux/amd64 in the manifest list entries"),
    # D02 no way to the registry
    ("D02", "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref quay.io/acme/scanner:latest: failed to do request: Head \"https://quay.io/v2/acme/scanner/manifests/latest\": dial tcp 3.210.148.47:443: i/o timeout"),
    ("D02", "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/latest:latest: failed to do request: Head \"https://registry-1.docker.io/v2/library/latest/manifests/latest\": dial tcp 44.205.64.79:443: i/o timeout"),
    ("D02", f"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref \"{ECR}/api:v42\": failed to do request: Head \"https://{ECR}/v2/api/manifests/v42\": dial tcp 10.0.3.17:443: i/o timeout"),
    ("D02", "CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection"),
    ("D02", "CannotPullContainerError: API error (500): Get https://xxx.dkr.ecr.ap-southeast-2.amazonaws.com/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)"),
    ("D02", f"CannotPullContainerError: Error response from daemon: Get https://{ECR}/v2/: net/http: request canceled while waiting for connection"),
    ("D02", "CannotPullContainerError: Error response from daemon: Get \"https://888888888880.dkr.ecr.us-west-2.amazonaws.commmmm/v2/\": dial tcp: lookup 888888888880.dkr.ecr.us-west-2.amazonaws.commmmm on 10.0.0.2:53: no such host"),
    ("D02", "CannotPullContainerError: inspect image has been retried 5 time(s): failed to resolve ref \"docker.io/amazon/aws-for-fluent-bit:latest\": failed to do request: Head https://registry-1.docker.io/v2/amazon/aws-for-fluent-bit/manifests/latest: dial tcp 54.85.133.123:443: connect: connection refused"),
    ("D02", f"CannotPullContainerError: The task cannot pull 'api:7' from the Amazon ECR repository '{ECR}/api'. There is a connection issue between the task and Amazon ECR. Check your task network configuration."),
    ("D02", f"The task cannot pull ‘api:7’ from the Amazon ECR repository ‘{ECR}/api’. There is a connection issue between the task and Amazon ECR. Check your task network configuration."),
    ("D02", "CannotPullContainerError: The task can’t pull the image. Check your network configuration"),
    ("D02", "CannotPullContainerError: context canceled"),
    ("D02", f"CannotPullContainerError: pull image manifest has been retried 3 time(s): failed to resolve ref {ECR}/api:1: failed to do request: Head \"https://{ECR}/v2/api/manifests/1\": context deadline exceeded"),
    ("D02", f"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {ECR}/api:1: failed to do request: Head \"https://{ECR}/v2/api/manifests/1\": net/http: TLS handshake timeout"),
    # D03 layers
    ("D03", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code"),
    ("D03", f"CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get \"{STARPORT}/9s9s\": dial tcp 52.219.199.138:443: i/o timeout"),
    ("D03", "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/hello:0.0.1: dial tcp 52.219.199.138:443: i/o timeout"),
    ("D03", f"CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: failed to do request: Get \"{STARPORT}\": EOF"),
    # D04 rate
    ("D04", "CannotPullContainerError: ERROR: toomanyrequests: Too Many Requests or You have reached your pull rate limit."),
    ("D04", "CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:2d96: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit"),
    ("D04", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/nginx:1: unexpected status from HEAD request to https://registry-1.docker.io/v2/library/nginx/manifests/1: 429 Too Many Requests"),
    ("D04", "CannotPullContainerError: Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"),
    # D05 not there
    ("D05", f"CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref\n{ECR}/rag-nginx:latest: not found."),
    ("D05", f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {ECR}/example-service:1@sha256:863f: not found"),
    ("D05", f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {ECR}/api:7: {ECR}/api:7: not found"),
    ("D05", "CannotPullContainerError: ref pull has been retried: not found: manifest unknown"),
    ("D05", "CannotPullContainerError: Error response from daemon: manifest for nginx:0f6b3cdf5e24f0da3dd932acd84fd90e9786a522 not found"),
    ("D05", f"CannotPullContainerError: Error response from daemon: manifest for {ECR}/api:7 not found: manifest unknown: Requested image not found"),
    ("D05", "CannotPullContainerError: API error (404): repository api not found: does not exist or no read access"),
    ("D05", f"CannotPullContainerError: Error response from daemon: name unknown: The repository with name 'api' does not exist in the registry with id '123456789012' {ECR}"),
    ("D05", "CANNOTPULLCONTAINERERROR: image not found"),
    # D06 refused
    ("D06", "CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"registry.example.com/api:1\": unexpected status code [manifests 6981141]: 403 Forbidden"),
    ("D06", f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {ECR}/otel-collector:latest@sha256:863f: unexpected status from HEAD request to https://{ECR}/v2/otel-collector/blobs/sha256:863f: 403 Forbidden"),
    ("D06", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/repository:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed."),
    ("D06", "CannotPullContainerError: pull access denied for repository"),
    ("D06", "CannotPullContainerError: Error response from daemon: pull access denied for acme/api, repository does not exist or may require 'docker login'"),
    ("D06", f"Cannotpullcontainererror: Error response from daemon: Get https://{ECR}/v2/api/manifests/1: no basic auth credentials"),
    ("D06", f"CannotPullContainerError: AccessDeniedException: User: {ROLE} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:123456789012:repository/api"),
    ("D06", "The task can’t pull the image. Check that the role has the permissions to pull images from the registry."),
    ("D06", f"CannotPullContainerError: The task can't pull the image. Check that the role has the permissions to pull images from the registry. {ROLE}"),
    ("D06", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example.com/v2/api/blobs/sha256:2d96: 401 Unauthorized"),
    # D07 no room
    ("D07", "CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device"),
    ("D07", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer sha256:aa: write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/34/fs/opt/model.bin: no space left on device: unknown"),
    ("D07", "CannotPullContainerError: Error response from daemon: failed to register layer: Error processing tar file(exit status 1): write /usr/lib/x.so: no space left on device"),
    # D08 panic
    ("D08", "CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference"),
    ("D08", "pull command failed: panic: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV: segmentation violation]"),
    # D09 the rest
    ("D09", "CannotPullContainerError: ref pull has been retried 1 time(s): number of layers and diffIDs don't  match: 3 != 15"),
    ("D09", "CannotPullContainerError: pull image manifest has been retried 5 time(s)"),
    ("D09", "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref"),
    ("D09", "CannotPullContainerError: ref pull has been retried 5 time(s): failed to resolve reference"),
    ("D09", f"CannotPullContainerError: ref pull has been retried 5 time(s): failed to resolve reference {ECR}/my-app:v2.3.1"),
    ("D09", "CannotPullContainerError: inspect image has been retried 5 time(s): "),
    ("D09", "CannotPullContainerError: API error"),
    ("D09", "CannotPullContainerError: error pulling image configuration: unexpected EOF"),
    ("D09", "CannotPullContainerError: failed to register layer: ApplyLayer exit status 1 stdout:  stderr: invalid argument"),
    # D10 no way to the secrets
    ("D10", f"{RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post \"https://api.ecr.us-east-2.amazonaws.com/\": dial tcp 52.94.184.143:443: i/o timeout. Please check your task network configuration."),
    ("D10", f"{RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 5 time(s): RequestError: send request failed caused by: Post https://api.ecr...."),
    ("D10", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret {SM} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration."),
    ("D10", f"{RETRIEVAL}unable to get registry auth from asm: service call has been retried 1 time(s): asm fetching secret from the service for dockerhub: RequestError: send request failed"),
    ("D10", f"{UNABLE}pull command failed: : signal: killed"),
    ("D10", f"{RETRIEVAL}unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded"),
    ("D10", f"{RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 3 time(s): operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post \"https://api.ecr.me-central-1.amazonaws.com/\": dial tcp 3.28.72.11:443: i/o timeout"),
    # D11 refused
    ("D11", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: AccessDeniedException: User: {ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: {SM} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400, request id: a87a66d9"),
    ("D11", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: d45b80b7, api error AccessDeniedException: User: {ROLE} is not authorized to perform: secretsmanager:GetSecretValue"),
    ("D11", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400, request id: a87a66d9"),
    ("D11", f"{RETRIEVAL}unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: {ROLE} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:us-east-1:123456789012:parameter/prod/db"),
    ("D11", f"{RETRIEVAL}unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: ...."),
    ("D11", f"ResourceInitializationError: unable to retrieve secret from asm: AccessDeniedException: User: {ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: {SM}"),
    ("D11", f"{RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: {ROLE} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action"),
    ("D11", f"{RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, RequestID: 415e6826, api error AccessDeniedException: User: {ROLE} is not authorized to perform: ecr:GetAuthorizationToken on resource: *"),
    ("D11", f"{RETRIEVAL}unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. User: {ROLE} is not authorized to perform: kms:Decrypt"),
    # D12 no such secret
    ("D12", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret."),
    ("D12", f"{UNABLE}… failed to fetch secret {SM} …\n  ResourceNotFoundException: Secrets Manager can't find the specified\n  secret value for staging label: AWSCURRENT."),
    ("D12", f"ResourceInitializationError: The task can't pull the secret from Secrets Manager. The task can't retrieve the secret with ARN '{SM}' from Secrets Manager. Check whether the secret exists in the specified Region."),
    ("D12", f"{RETRIEVAL}unable to retrieve secret from asm: The task can’t retrieve the secret with ARN ‘{SM}’ from Secrets Manager. Check whether the secret exists in the specified Region. ResourceNotFoundException: Secrets Manager can’t find the specified secret."),
    ("D12", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."),
    ("D12", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: InvalidParameter: 1 validation error(s) found. - minimum field size of 32, GetSecretValueInput.VersionId."),
    # D13 JSON key
    ("D13", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password"),
    ("D13", f"{RETRIEVAL}retrieved secret from Secrets Manager did not contain json key DATABASE_URL"),
    # D14 no such parameter
    ("D14", f"{UNABLE}execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /prod/db-url"),
    ("D14", "Fetching secret data from SSM Parameter Store in us-west-2: invalid parameters: /PLMSecretParameter"),
    ("D14", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: invalid ssm parameters: a, b, c"),
    # D15 no way, the newer words
    ("D10", f"{UNABLE}The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post \"https://api.ecr.me-central-1.amazonaws.com/\": dial tcp 3.28.72.11:443: i/o timeout."),
    ("D10", f"{UNABLE}\nThe task cannot pull registry auth from Amazon ECR: There is a connection\nissue between the task and Amazon ECR. Check your task network configuration."),
    ("D10", f"{UNABLE}unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. RequestCanceled: request context canceled caused by: context deadline exceeded"),
    ("D15", "The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager."),
    ("D10", f"{UNABLE}unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret {SM} from secrets manager: RequestCanceled"),
    ("D15", "ResourceInitializationError: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store."),
    ("D15", "The task cannot pull the secret from Secrets Manager. There is a connection issue between the task and AWS Secrets Manager"),
    # D16 no log group
    ("D16", f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."),
    ("D16", "ResourceInitializationError:\n\nfailed to validate logger args:\n\nfailed to create CloudWatch log stream:\n\nResourceNotFoundException:\n\nThe specified log group does not exist."),
    ("D16", "ResourceInitializationError: failed to create Cloudwatch log stream:\nResourceNotFoundException: The specified log group does not exist"),
    ("D16", "CannotStartContainerError: API error (500): failed to initialize logging driver: ResourceNotFoundException: The specified log group does not exist.\n\tstatus code: 400, request id: 904a550f-206b-11e8-8e20-1363f96a7838\n"),
    ("D16", "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."),
    ("D16", f"{LOGGER}The task cannot find the Amazon CloudWatch log group defined in the task definition."),
    ("D16", f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: operation error CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, RequestID: 1, ResourceNotFoundException: The specified log group does not exist. : exit status 1"),
    # D17 no way to CloudWatch Logs
    ("D17", f"{LOGGER}The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed"),
    ("D17", "ResourceInitializationError: failed to validate logger args:\nThe task cannot find the Amazon CloudWatch log group defined in the task definition.\nThere is a connection issue between the task and Amazon CloudWatch.\nCheck your network configuration.\nsignal: killed"),
    ("D17", f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: RequestError: send request failed caused by: Post \"https://logs.us-east-1.amazonaws.com/\": dial tcp 3.236.94.129:443: i/o timeout : exit status 1"),
    ("D17", f"{LOGGER}: signal: killed"),
    # D18 refused
    ("D18", f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: {ROLE} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:log-stream:ecs/web/1"),
    ("D18", f"{LOGGER}... AccessDeniedException: ... not authorized to perform: logs:CreateLogGroup"),
    # D19 options
    ("D19", f"{LOGGER}unable to get awslogs driver arguments: awslogs-region is required"),
    ("D19", f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: MissingEndpoint: 'Endpoint' configuration is required for this service"),
    # D20 the rest
    ("D20", "ResourceInitializationError: failed to initialize logging driver: <reason>"),
    ("D20", "Task failed to start: CannotStartContainerError: failed to initialize logging driver"),
    ("D20", f"{LOGGER}create stream has been retried 1 times: failed to create\n      Cloudwatch log"),
    ("D20", "ResourceInitializationError: failed to validate logger args"),
    # D21 environment files
    ("D21", "ResourceInitializationError: failed to download env files: service call has been retried 1 time(s): operation error S3: HeadObject, https response error StatusCode: 403, api error Forbidden: Forbidden."),
    ("D21", "ResourceInitializationError: failed to download env files: file download command: non-empty error stream: RequestCanceled: request context cancelled caused by: context deadline exceeded"),
    ("D21", "Resourceinitializationerror: failed to download env files"),
    # D22–D24 EFS
    ("D22", f"{EFS}b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' : unsuccessful EFS utils command execution; code: 32"),
    ("D22", f"{EFS}\n    b'mount.nfs4: access denied by server while mounting 127.0.0.1:/' :\n"),
    ("D23", f"{EFS}Failed to resolve \"fs-0867a83d8ed398433.efs."),
    ("D23", f"{EFS}Failed to resolve \"fs-06642d00e4ec726.efs.ap-northeast-1.amazonaws.com\" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail. Attempting to lookup mount target ip address using botocore. Failed to import necessary dependency botocore, please install botocore first. : unsuccessful EFS utils command execution; code: 1"),
    ("D23", f"{EFS}mount.nfs4: Connection reset by peer : unsuccessful EFS utils command execution; code: 32"),
    ("D23", f"{EFS}Mount attempt 1/3 failed due to timeout after 15 sec, wait 0 sec before next attempt. Mount attempt 2/3 failed due to timeout after 15 sec, wait 0 sec before next attempt. b'mount.nfs4: mount system call failed' Traceback (most recent call last): File \"/usr/sbin/supervisor_mount_efs\", line 52, in <module> return_code"),
    ("D24", f"{EFS}b'mount.nfs4: mounting fs-01.efs.eu-west-1.amazonaws.com:/grafana failed, reason given by server: No such file or directory' : unsuccessful EFS utils command execution; code: 32"),
    ("D24", f"{EFS}mount.nfs4: mounting fs-e5645f66.efs.us-east-1.amazonaws.com:/opt/splunk failed, reason given by server: No such file or directory : unsuccessful EFS utils ..."),
    # D25, D26 setting up
    ("D25", "ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message"),
    ("D25", "ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message: signal"),
    ("D26", "ResourceInitializationError: unable to set up the task's volumes"),
    ("D26", "ResourceInitializationError: failed to invoke EFS utils commands"),
    ("D26", f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried."),
    ("D26", "ResourceInitializationError: unable to pull secrets"),
    # D27–D32 network interfaces
    ("D27", "Timeout waiting for network interface provisioning to complete."),
    ("D27", "The task failed to start due to: Timeout waiting for network interface provisioning to complete."),
    ("D28", "Timeout waiting for EphemeralStorage provisioning to complete."),
    ("D29", f"{ENI} in subnet '': InsufficientFreeAddressesInSubnet"),
    ("D29", f"{ENI} with public IP assignment enabled in subnet 'subnet-0ab'"),
    ("D29", f"{ENI} with public IP assignment disabled in subnet 'subnet-0ab': InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request."),
    ("D30", "Unexpected EC2 error while attempting to tag the network\n            interface: TagPolicyViolation"),
    ("D30", "Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation: The tag policy does not allow the specified value for the following tag key: 'Environment'."),
    ("D31", f"{ENI} with public IP assignment disabled in subnet 'subnet-0ab': InvalidSubnetID.NotFound"),
    ("D31", f"{ENI} with public IP assignment enabled in subnet 'subnet-0ab': AuthFailure"),
    ("D31", f"{ENI}: UnauthorizedOperation"),
    ("D31", "Unexpected EC2 error while attempting to attach network interface to instance"),
    ("D31", f"{ENI}: InvalidGroup.NotFound: The security group 'sg-0ab' does not exist"),
    ("D32", "Rate limit exceeded while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0ab'"),
    # D33, D37 containers' own
    ("D33", "OutOfMemoryError: Container killed due to memory usage"),
    ("D33", "OutOfMemoryError: container killed due to memory usage"),
    ("D33", "Essential container in task exited OutOfMemoryError: Container killed"),
    ("D33", "Essential container in task exited\nOutOfMemoryError: Container killed due to memory usage"),
    ("D37", f"{SHIM}exec: \"-url\": executable file not found in $PATH: unknown"),
    ("D37", "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: \"-url\": executable file not found in"),
    ("D37", "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: container_linux.go:370: starting container process caused: exec: \"/opt/sonarqube/bin/run.sh\": stat /opt/sonarqube/bin/run.sh: no such file or direct...no such file or directory"),
    ("D37", f"{SHIM}exec: \"./start.sh\": permission denied: unknown"),
    ("D37", f"{SHIM}exec: \"/app/server\": exec format error: unknown"),
    ("D37", "standard_init_linux.go:228: exec user process caused: exec format error"),
    # D41, D42 health checks
    ("D41", f"Task failed ELB health checks in (target-group {TG})"),
    ("D41", "Task failed ELB health checks in (elb elb-name)"),
    ("D41", "Task failed ELB health checks"),
    ("D42", "Task failed container health checks"),
    ("D42", "task failed container health checks."),
    # D43–D47 taken away
    ("D43", "Scaling activity initiated by (deployment ecs-svc/8262972806176612824)"),
    ("D43", "Scaling activity initiated by deployment ecs-svc/8262972806176612824"),
    ("D45", "Your Spot Task was interrupted."),
    ("D46", "Host EC2 (instance i-0abc123) stopped/terminated."),
    ("D46", "Host EC2 (instance i-0123456789abcdef0) terminated."),
    ("D47", "ECS is performing maintenance on the underlying infrastructure hosting the task"),
    ("D47", "Service mgb-test-fabric-auth: ECS is performing maintenance on the underlying infrastructure hosting the task"),
    # D50 roles
    ("D50", "ECS was unable to assume the role 'arn:aws:iam::042692045049:role/ecsTaskRole' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role."),
    ("D50", "ECS was unable to assume the role that was provided for this task"),
    # D51, D52 volumes
    ("D51", "CannotCreateVolumeError: Get \"http://%2Frun%2Fdocker%2Fplugins%2Fvol.sock/VolumeDriver.Create\": dial unix: no such file"),
    ("D51", "CannotCreateVolumeError: create volume has been retried 1 time(s): unable to create volume my-volume"),
    ("D52", "Timed out while waiting for EBS volume to be attached"),
    ("D52", "Failed to attach EBS volume: infrastructure role is not authorized to perform: ec2:AttachVolume"),
    # D53–D56 platform
    ("D53", "CannotStartContainerError: failed to get container status: <reason>"),
    ("D53", "CannotStartContainerError: ResourceInitializationError: unable to create new container: mount callback failed on /tmp/containerd-mount916692511: open /tmp/containerd-mount916692511/etc/passwd: no such file or directory"),
    ("D53", "CannotStartContainerError: Error response from daemon: error gathering device information while adding custom device \"/dev/dri/renderD130\": no such file or directory"),
    ("D53", "Cannotstartcontainererror: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error creating device nodes: mknod /rootfs/dev/null: errno 524: unknown"),
    ("D53", "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: container_linux.go:349: starting container process caused \"process_linux.go:449: container init caused \\\"rootfs_linux.go:58"),
    ("D54", "ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m: <reason>"),
    ("D54", "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s"),
    ("D54", "DockerTimeoutError: Could not transition to stopped; timed out after waiting 2m0s"),
    ("D55", "ContainerRuntimeError: failed to create container config: operation is not permitted"),
    ("D55", "CannotInspectContainerError: <reason>"),
    ("D55", "CannotStopContainerError: failed sending SIGTERM to container: <reason>"),
    ("D55", "InternalError: unable to complete the request"),
    ("D56", "The selected task definition is not compatible with the selected compute strategy."),
    # D57, D58 capacity
    ("D57", "Capacity is unavailable at this time. Please try again later or in a different availability zone"),
    ("D58", "You've reached the limit on the number of vCPUs you can run concurrently"),
    ("D58", "You’ve reached the limit on the number of tasks you can run concurrently"),
    ("D58", "The requested CPU configuration is above your limit."),
)  # fmt: skip

EVENTS: tuple[tuple[str, str], ...] = (
    ("D02", f"(service web) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {ECR}/api:1: dial tcp 52.0.0.1:443: i/o timeout."),
    ("D05", f"(service web) was unable to place a task. Reason: CannotPullContainerError:\npull image manifest has been retried 7 time(s): failed to resolve ref\n{ECR}/rag-nginx:latest: not found."),
    ("D06", "(service test_def-service-vnwns50w) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/repository:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed."),
    ("D11", f"service web was unable to place a task because ResourceInitializationError: unable to retrieve secret from asm: AccessDeniedException: User: {ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: {SM}"),
    ("D10", "service url-shortener-service was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration."),
    ("D41", f"(service web) (task 0123456789abcdef) (port 8080) is unhealthy in (target-group {TG}) due to (reason Health checks failed with these codes: [503])."),
    ("D41", f"(service web) (port 80) is unhealthy in (target-group {TG}) due to (reason Request timed out)."),
    ("D42", "(service web) (task 0123456789abcdef) failed container health checks."),
    ("D44", "(service web) has stopped 1 running tasks in use1-az2 due to AZ rebalancing: (task 0123456789abcdef)."),
    ("D44", "(service web) has started 1 tasks in use1-az1 to AZ Rebalance: (task 0123456789abcdef)."),
    ("D50", "service backend-flask failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::444282218245:role/CruddurTaskRole' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.)"),
    ("D57", "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."),
    ("D58", "(service web) was unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently. For more information, see the Troubleshooting section."),
    ("D58", "(service web) was unable to place a task. Reason: The requested MEMORY configuration is above your limit. For more information, see the Troubleshooting section."),
    ("D59", "(service web) was unable to place a task. Reason: Internal error."),
    ("D60", "(service web) was unable to place a task. Reason: Your account is currently blocked. Please contact aws-verification@amazon.com if you have questions."),
    ("D60", "An error occurred (BlockedException) when calling the CreateService operation"),
    ("D64", "(service web) was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 3 tasks under protection)"),
    ("D64", "service (web), task set (ecs-svc/1) was unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks"),
)  # fmt: skip
"""What services' events say."""

NO_RULE: tuple[str, ...] = (
    "",
    "Task failed to start",
    "Essential container in task exited",
    "Container instance deregistration forced by user",
    "Service scheduler initiated action",
    "some unexpected reason",
    "Unable to attach network interface to unused device index",
    "AGENT",
    "TaskFailedToStart: RESOURCE:GPU.",
    "TaskFailedToStart: ATTRIBUTE",
    "Task marked as FAILED",
    "Task stopped by a user of the company",
    "startup failed",
    "Odd words of a version to come",
    "The heron landed on it. It flew away.",
    "Dependent container exited with non-zero status",
    "Container Instance is in DRAINING state",
    "Deployment ecs-svc/123 was superseded by a newer one",
    "Task was stopped because its cluster was deleted",
    "Managed agent ExecuteCommandAgent stopped",
    "Container name api is invalid",
    "failed to catalog the image's history",
    "the secret of a good deployment is patience",
    "a limit on the number of things was considered",
    "It was not healthy, said nobody",
    "User asked for it: out of memories",
    "spotless exit",
    "TaskFailedToStart: Secret does not exist or has no value",
    "memory is fine, the volume was too high at the party",
    "network weather",
)
"""What no rule may claim to know; the empty one is a task of which AWS says nothing."""

NEAR: tuple[tuple[str, str], ...] = (
    # Near to one rule, and another's.
    ("D16", "CannotStartContainerError: API error (500): failed to initialize logging driver: ResourceNotFoundException: The specified log group does not exist."),
    ("D04", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/amazon/aws-xray-daemon/manifests/sha256:2d96: 429 Too Many Requests"),
    ("D05", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: content at https://ghcr.io/v2/acme/api/manifests/sha256:2d96 not found: not found"),
    ("D06", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://ghcr.io/v2/acme/api/blobs/sha256:2d96: 403 Forbidden"),
    ("D01", f"CannotPullContainerError: failed to resolve ref {ECR}/api:7: no match for platform in manifest: not found"),
    ("D10", f"{UNABLE}The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR."),
    ("D52", "Unable to create an EBS volume: the KMS key is not authorized to be used"),
    ("D53", "CannotStartContainerError: Error response from daemon: no such container: EBS"),
    ("D17", f"{LOGGER}The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch."),
)  # fmt: skip

CUT: tuple[tuple[str, frozenset[str], str], ...] = (
    # (rule, what it may become when it is cut short, text)
    ("D02", frozenset({"D09"}), f"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {ECR}/api:7: failed to do request: Head \"https://{ECR}/v2/api/manifests/7\": dial tcp 10.0.3.17:443: i/o timeout"),
    ("D05", frozenset({"D09"}), f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {ECR}/api:7: {ECR}/api:7: not found"),
    ("D06", frozenset({"D09"}), "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/repository:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed."),
    ("D01", frozenset({"D09"}), "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'"),
    ("D11", frozenset({"D26"}), f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: AccessDeniedException: User: {ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: {SM} because no identity-based policy allows the secretsmanager:GetSecretValue action"),
    ("D10", frozenset({"D26"}), f"{RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post \"https://api.ecr.us-east-2.amazonaws.com/\": dial tcp 52.94.184.143:443: i/o timeout. Please check your task network configuration."),
    ("D12", frozenset({"D26"}), f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {SM} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret."),
    ("D16", frozenset({"D20", "D26"}), f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist."),
    ("D18", frozenset({"D20", "D26"}), f"{LOGGER}create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: {ROLE} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:log-stream:ecs/web/1"),
    ("D24", frozenset({"D26"}), f"{EFS}b'mount.nfs4: mounting fs-01.efs.eu-west-1.amazonaws.com:/grafana failed, reason given by server: No such file or directory' : unsuccessful EFS utils command execution; code: 32"),
    ("D37", frozenset({"D53", "D26"}), f"{SHIM}exec: \"/app/server\": permission denied: unknown"),
    ("D27", frozenset(), "The task failed to start due to: Timeout waiting for network interface provisioning to complete."),
)  # fmt: skip
"""Texts of which AWS may leave the end away: then the rule may know less, and never something else."""

LATER: tuple[tuple[str, str], ...] = (
    ("D26",f"{RETRIEVAL}unable to retrieve secrets from ssm: service call has been retried 1 time(s)"),
    ("D11",f"{RETRIEVAL}unable to retrieve secrets from ssm: \nservice call has been retried 1 time(s): operation error SSM: GetParameters, \nhttps response error StatusCode: 400, RequestID: ..., \napi error AccessDeniedException: User: arn:aws:sts::846505724644:assumed-role/x-execution-role/... \nis not authorized to perform: ssm:GetParameters on resource: \narn:aws:ssm:eu-west-1:846505724644:parameter/y/producti"),
    ("D05","CannotPullContainerError\nError: failed to resolve ref \n011587325937.dkr.ecr.ap-northeast-2.amazonaws.com/library-management-system:latest: not found"),
    ("D05","CannotPullContainerError: manifest not found"),
    ("D12",f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:ap-southeast-2:220711411889:secret:app-i464n3 from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: 047440d4, ResourceNotFoundException: Secrets Manager can't find t"),
    ("D14","ResourceInitializationError: invalid ssm parameters: /jobfit/staging/sentry-dsn"),
    ("D06","CannotPullContainerError: inspect image has been retried 1 time(s):\nfailed to resolve ref \"123456789012.dkr.ecr.us-east-1.amazonaws.com/rdicidr:latest\":\nunexpected status code 401 Unauthorized"),
    ("D01","CannotPullContainerError: inspect image has failed: no matching\nmanifest for platform linux/amd64 in the manifest list"),
    ("D05","CannotPullContainerError: inspect image has been failed: repository not found or tag does not exist"),
    ("D26",f"{RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:ap-northeast-1:5394593..."),
    ("D06","CannotPullContainerError: Error response from daemon: pull access denied for 840364872350.dkr.ecr.us-west-2.amazonaws.com/aws-appmesh-envoy, repository does not exist or may require 'docker login'"),
    ("D09","Task failed to start: CannotPullContainerError: inspect image has been retried 1 time(s)"),
    ("D10",f"{UNABLE}...\n  dial tcp 52.1.1.1:443: i/o timeout"),
    ("D13","ResourceInitializationError: unable to pull secrets... did not contain json key UI_USERNAME"),
    ("D53","CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: container_linux.go:349: starting container process caused \"process_linux.go:449: container init caused \"rootfs_linux.go:58:..."),
    ("D09","CannotPullContainerError: Error response from daemon"),
    ("D02","CannotPullContainerError: Error response from daemon:\nGet https://069762108088.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request\ncanceled while waiting for connection (Client.Timeout exceeded while awaiting headers"),
    ("D06","CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"docker.io/library/ngin:latest\": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"),
    ("D02","CannotPullContainerError: inspect image has been retried 5 time(s): failed to resolve ref \"docker.io/spkane/quantum-game:latest\": failed to do request: Head https://registry-1.docker.io/v2/spkane/quantum-game/manifests/latest: dial tcp 54.83.42.45:443: i/o timeout"),
    ("D10",f"{UNABLE}context deadline exceeded"),
    ("D26","ResourceInitializationError: Unable to launch instance(s) for capacity provider test-managed. UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:sts::1:assumed-role/ecsInfrastructureRole/x is not authorized to perform: iam:PassRole on "),
    ("D03","CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/amazon/aws-xray-daemon/manifests/sha256:2d964e1dbe7a8c9f03f4e9580ff00220bc84ce0294539c6..."),
)  # fmt: skip
"""Gathered when the rules stood and tried unseen: 22 of 23 met the right one; the other, cut short, said less."""
