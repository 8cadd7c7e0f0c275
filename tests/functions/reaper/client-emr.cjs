// Stand-in for @aws-sdk/client-emr: sends commands to AWS_ENDPOINT_URL_EMR in the protocol of EMR, JSON 1.1 over HTTP.
class EMRClient {
  async send(command) {
    const target = `ElasticMapReduce.${command.constructor.name.replace(/Command$/, "")}`;
    const response = await fetch(process.env.AWS_ENDPOINT_URL_EMR, {
      method: "POST",
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target },
      body: JSON.stringify(command.input),
    });
    const body = await response.json();
    if (!response.ok) throw new Error(body.message);
    return body;
  }
}

class Command {
  constructor(input) {
    this.input = input;
  }
}

exports.EMRClient = EMRClient;
exports.ListClustersCommand = class ListClustersCommand extends Command {};
exports.DescribeClusterCommand = class DescribeClusterCommand extends Command {};
exports.SetTerminationProtectionCommand = class SetTerminationProtectionCommand extends Command {};
exports.TerminateJobFlowsCommand = class TerminateJobFlowsCommand extends Command {};
