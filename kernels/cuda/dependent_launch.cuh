// Programmatic dependent launch: a kernel starts while the one before it still runs, does what does not depend on it (loads its
// weights), and waits here. Source: CUDA programming guide, section on programmatic dependent launch. Below 9.0 both are nothing:
// the kernel starts when the one before it has ended.
#pragma once

namespace halftone::cuda {

__device__ __forceinline__ void wait_for_previous() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// The next kernel may start its blocks as soon as there is room. It says nothing about what this one has written.
__device__ __forceinline__ void let_next_start() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
#endif
}

}  // namespace halftone::cuda
