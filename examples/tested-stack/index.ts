import * as pulumi from "@pulumi/pulumi";
import { tools } from "./tools";

export const { gatewayUrl, searchProviderArn, ticketsArn } = tools(new pulumi.Config().requireSecret("searchKey"));
