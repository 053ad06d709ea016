using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Seedance.Functions;
using Seedance.Functions.Api;

var builder = FunctionsApplication.CreateBuilder(args);

builder.UseWhen<UnexpectedErrors>(UnexpectedErrors.Concerns);
builder.Services.AddSeedance(builder.Configuration);

builder.Build().Run();
