namespace Seedance.Pricing;

/// <summary>How the seconds of input videos count.</summary>
internal enum InputBilling
{
    /// <summary>As they are: input + output.</summary>
    AsSupplied,

    /// <summary>At least as long as the output: the larger of the two + output.</summary>
    AtLeastOutput,
}
