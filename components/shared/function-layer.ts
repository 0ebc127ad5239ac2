import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { layerFiles } from "./layer-files";
import { resourceName } from "./names";
import { type Place } from "./place";

/** Arguments of {@link FunctionLayer}. */
export interface FunctionLayerArgs {
  readonly place: Place;
}

/** The one layer of an account and region: `@huut/domain` and the libraries that handlers load. */
export class FunctionLayer extends pulumi.ComponentResource {
  readonly version: aws.lambda.LayerVersion;
  /** With the version's number, which changes with the content. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: FunctionLayerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:FunctionLayer", name, {}, opts);
    const files = Object.entries(layerFiles()).map(
      ([file, text]) => [file, new pulumi.asset.StringAsset(text)] as const,
    );
    this.version = new aws.lambda.LayerVersion(
      name,
      {
        layerName: resourceName(args.place, name, "layer"),
        description: "What handlers load: @huut/domain, Powertools, hyparquet-writer, negotiator, valibot",
        code: new pulumi.asset.AssetArchive(Object.fromEntries(files)),
        compatibleRuntimes: ["nodejs24.x"],
        compatibleArchitectures: ["arm64"],
      },
      { parent: this },
    );
    this.arn = this.version.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
