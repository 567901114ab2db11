# SPDX-License-Identifier: Apache-2.0
"""libtblog for Conan 2: conan create packaging/conan [-o tblog/*:shared=True]"""
import os
import re

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir
from conan.tools.gnu import PkgConfigDeps

TREE = os.path.join("..", "..")


class Tblog(ConanFile):
    name = "tblog"
    description = "TensorBoard event files from C"
    license = "Apache-2.0"
    topics = ("tensorboard", "logging", "machine-learning")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "with_png": [True, False]}
    default_options = {"shared": False, "fPIC": True, "with_png": True}
    implements = ["auto_shared_fpic"]
    languages = "C"

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, TREE, "include", "tblog", "tblog.h"))
        self.version = ".".join(re.findall(r"#define TBLOG_VERSION_\w+ (\d+)", header))

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "include/*", "proto/*", "src/*", "doc/*", "packaging/completions/*",
                        "tools/*.cmake*"):
            copy(self, pattern, os.path.join(self.recipe_folder, TREE), self.export_sources_folder)

    def requirements(self):
        self.requires("zlib/[>=1.2.11 <2]")
        self.requires("protobuf-c/[>=1.4 <2]")
        if self.options.with_png:
            self.requires("libpng/[>=1.6 <2]")

    def build_requirements(self):
        # A release archive has the schemas' C code ready-made.
        if not os.path.exists(os.path.join(self.recipe_folder, TREE, "proto", "generated")):
            self.tool_requires("protobuf-c/[>=1.4 <2]")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["TBLOG_TOOLS"] = False
        toolchain.cache_variables["TBLOG_TESTS"] = False
        toolchain.cache_variables["TBLOG_INITLAB"] = False
        toolchain.cache_variables["TBLOG_ISAL"] = "OFF"
        toolchain.cache_variables["TBLOG_PNG"] = "ON" if self.options.with_png else "OFF"
        toolchain.generate()
        CMakeDeps(self).generate()
        PkgConfigDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()
        for folder in ("lib/cmake", "lib/pkgconfig", "share"):  # Conan makes its own
            rmdir(self, os.path.join(self.package_folder, folder))

    def package_info(self):
        self.cpp_info.libs = ["tblog"]
        self.cpp_info.set_property("cmake_target_aliases", [] if self.options.shared else ["tblog::static"])
        if self.settings.os in ("Linux", "FreeBSD"):
            self.cpp_info.system_libs = ["m", "pthread"]
