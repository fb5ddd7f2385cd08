using Tsmc.Smc;

namespace Tsmc.Tests.Smc;

/// <summary>A particle that knows the slot it was born in, its age, and what became of it.</summary>
internal sealed record ScriptedParticle(int Root, int Age, ParticleStatus Status) : IParticle;
